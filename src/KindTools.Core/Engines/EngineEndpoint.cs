using System.Text.RegularExpressions;

namespace KindTools.Core.Engines;

/// <summary>Where a container engine may listen, and how that place was found.</summary>
/// <param name="Address">A <c>unix:</c>, <c>npipe:</c>, <c>tcp:</c>, <c>http:</c>, <c>https:</c> or <c>ssh:</c> address.</param>
/// <param name="Origin">What named it, for people: <c>DOCKER_HOST</c>, <c>the Docker context 'colima'</c>, <c>the default socket</c>.</param>
public sealed partial record EngineEndpoint(Uri Address, string Origin)
{
    /// <summary>How to authenticate, or null for a plain connection.</summary>
    public EngineTls? Tls { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{WithoutPassword(Address.OriginalString)} ({Origin})";

    /// <summary>An address as it may be shown: some people write passwords into theirs. Of what is none, nobody can tell where a password in it would end.</summary>
    internal static string WithoutPassword(string address) =>
        (address.Contains("://", StringComparison.Ordinal) && Uri.TryCreate(address, UriKind.Absolute, out _) ? Password() : LikePassword()).Replace(address, "$1");

    [GeneratedRegex("(?<=://)([^:/?#@]*):[^/?#]*(?=@)")]
    private static partial Regex Password();

    [GeneratedRegex(@"^((?:\w+://)?[^:/@]*):.*(?=@)")]
    private static partial Regex LikePassword();
}
