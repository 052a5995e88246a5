namespace KindTools.Core.Engines;

/// <summary>
/// The machine behind an <c>ssh:</c> address, and how to get to its engine: as Docker's own CLI does, by what its client
/// over there does with <c>docker system dial-stdio</c> (docker/cli <c>cli/connhelper/ssh</c>, since Docker 18.09).
/// </summary>
internal sealed record SshTarget
{
    public const string Program = "ssh";

    private SshTarget(string destination, IReadOnlyList<string> arguments)
    {
        Destination = destination;
        Arguments = arguments;
    }

    /// <summary>What a user would type behind <c>ssh</c>.</summary>
    public string Destination { get; }

    /// <summary>What the program <c>ssh</c> is started with.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>Reads an address as Docker's CLI reads it; the path, if any, is that of the engine's socket over there.</summary>
    public static SshTarget From(Uri address)
    {
        // A host that begins with a dash would be an option; '--' keeps ssh from it, and nobody has such a host.
        if (address.Host.Length == 0 || address.Host[0] == '-') throw Invalid(address, "it names no host");
        if (address.UserInfo.Contains(':', StringComparison.Ordinal)) throw Invalid(address, "ssh takes no password in an address; use a key");
        if (address.Query.Length > 0 || address.Fragment.Length > 0) throw Invalid(address, "nothing may follow the path");

        // Names in ~/.ssh/config may have capitals, which an address loses.
        var start = address.OriginalString.IndexOf(address.IdnHost, StringComparison.OrdinalIgnoreCase);
        var host = start < 0 ? address.IdnHost : address.OriginalString.Substring(start, address.IdnHost.Length);
        var user = Uri.UnescapeDataString(address.UserInfo);
        var port = address.IsDefaultPort || address.Port < 0 ? null : address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        string[] way = [.. user.Length > 0 ? ["-l", user] : Array.Empty<string>(), .. port is null ? Array.Empty<string>() : ["-p", port]];
        var socket = Uri.UnescapeDataString(address.AbsolutePath);
        string[] command = socket.Trim('/').Length > 0
            ? ["docker", Quote("--host=unix://" + socket), "system", "dial-stdio"]
            : ["docker", "system", "dial-stdio"];

        // -T: no terminal over there. BatchMode: a question for a password would be asked behind PowerShell's back, by each
        // of the connections, and a completer would wait for the answer.
        return new SshTarget(
            string.Join(' ', [.. way, host]),
            ["-T", "-o", "BatchMode=yes", "-o", "ConnectTimeout=25", .. way, "--", host, .. command]);
    }

    /// <summary>A shell reads the command on the other side.</summary>
    private static string Quote(string word) => "'" + word.Replace("'", @"'\''", StringComparison.Ordinal) + "'";

    private static KindToolsException Invalid(Uri address, string reason) => new(
        "EngineAddressInvalid",
        FailureCategory.InvalidArgument,
        $"The address '{EngineEndpoint.WithoutPassword(address.OriginalString)}' cannot be used: {reason}. It is to be like ssh://me@host, ssh://host:2222 or ssh://host/run/user/1000/docker.sock.");
}
