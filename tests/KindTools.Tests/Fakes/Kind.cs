using System.Net;
using KindTools.Core.Engines;

namespace KindTools.Tests.Fakes;

/// <summary>Containers and nodes as kind makes them.</summary>
internal static class Kind
{
    public static readonly DateTimeOffset Created = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static EngineContainer Container(
        string name, string cluster = "kind", string role = "worker", string state = "running", string image = "kindest/node:v1.36.2", params PublishedPort[] ports) => new(
        "id-" + name,
        name,
        image,
        state,
        Created,
        new Dictionary<string, string> { ["io.x-k8s.kind.cluster"] = cluster, ["io.x-k8s.kind.role"] = role },
        [IPAddress.Parse("172.18.0.2")],
        ports);

    public static KindNode Node(string name = "kind-worker", string cluster = "kind", string role = "worker", KindNodeState state = KindNodeState.Running) => new()
    {
        Cluster = cluster,
        Name = name,
        Role = role,
        State = state,
        Addresses = [],
        NodeImage = "kindest/node:v1.36.2",
        ContainerId = "id-" + name,
        Created = Created,
    };

    /// <summary>A name with wildcards when it holds a star.</summary>
    public static NamePattern Pattern(string text) => new(
        text,
        text.Contains('*', StringComparison.Ordinal),
        name => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(text, name, ignoreCase: true));

    public static NamePattern[] Patterns(params string[] texts) => [.. texts.Select(Pattern)];
}
