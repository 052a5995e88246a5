using System.Security.Cryptography;

namespace KindTools.Core.Registry;

/// <summary>
/// The port and repository name of an endpoint. They stay the same between runs, because an engine with the classic store
/// remembers for each registry and repository which layers it has pushed, and by which digests.
/// </summary>
/// <param name="Port">The port, when it is free.</param>
/// <param name="Repository">A name that nobody else knows.</param>
internal sealed record EndpointIdentity(int Port, string Repository)
{
    /// <summary>What the names of all our repositories begin with.</summary>
    public const string Prefix = "kindtools-";

    /// <summary>One that never was before.</summary>
    public static EndpointIdentity New() =>
        new(RandomNumberGenerator.GetInt32(20000, 32000), Prefix + Convert.ToHexString(RandomNumberGenerator.GetBytes(16)).ToLowerInvariant());
}
