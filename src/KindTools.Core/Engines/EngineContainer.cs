using System.Net;

namespace KindTools.Core.Engines;

/// <summary>A container, as far as KindTools looks at it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name, without a slash.</param>
/// <param name="Image">The image it was made from, as it was named then.</param>
/// <param name="State">The engine's word: created, running, paused, restarting, removing, exited or dead.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Addresses">Its addresses on all networks, IPv4 first.</param>
/// <param name="PublishedPorts">Its ports that are published on the engine's host.</param>
public sealed record EngineContainer(
    string Id,
    string Name,
    string Image,
    string State,
    DateTimeOffset Created,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyList<IPAddress> Addresses,
    IReadOnlyList<PublishedPort> PublishedPorts);
