using System.Text.RegularExpressions;

namespace KindTools.Core.Diagnosis;

/// <summary>
/// Reads messages about images. Their wording belongs to four programs (kubelet, containerd, Go's net packages, the
/// registry) and differs by version, so that each kind is told by the words that have stayed: containerd 1.7 wraps what Go
/// says in <c>rpc error: code = Unknown desc = failed to pull and unpack image "…": failed to resolve reference "…":</c>,
/// containerd 2.1 in <c>failed to pull and unpack image "…": failed to resolve image:</c>, kubelets since 1.32 put
/// <c>Back-off pulling image "…": ErrImagePull:</c> before it, and CRI-O <c>initializing source docker://…</c>.
/// </summary>
internal static partial class PullMessage
{
    // In this order: what comes first wraps or resembles what follows. A token that cannot be fetched because a name does
    // not resolve is "failed to authorize: … no such host", for example, and no matter of credentials.
    private static readonly (PullMessageKind Kind, Regex Pattern)[] Table =
    [
        (PullMessageKind.InvalidName, InvalidName()),
        (PullMessageKind.NotPresent, NotPresent()),
        (PullMessageKind.NoPlatform, NoPlatform()),
        (PullMessageKind.ExecFormat, ExecFormat()),
        (PullMessageKind.RateLimited, RateLimited()),
        (PullMessageKind.NameUnresolved, NameUnresolved()),
        (PullMessageKind.Timeout, Timeout()),
        (PullMessageKind.Tls, Tls()),
        (PullMessageKind.Unreachable, Unreachable()),
        (PullMessageKind.ServerError, ServerError()),
        (PullMessageKind.Unauthorized, Unauthorized()),
        (PullMessageKind.ContentMissing, ContentMissing()),
        (PullMessageKind.NotFound, NotFound()),
    ];

    /// <summary>What a message says. That the kubelet waits, of itself or for its own limit of pulls, says nothing.</summary>
    public static PullMessageKind Parse(string? message)
    {
        if (string.IsNullOrWhiteSpace(message) || BackOffAlone().IsMatch(message) || OwnLimit().IsMatch(message)) return PullMessageKind.None;

        // Names may hold anything: an image app:503 is no answer of a registry.
        var words = Quoted().Replace(message, "\"\"");
        foreach (var (kind, pattern) in Table)
        {
            if (pattern.IsMatch(words)) return kind;
        }

        return PullMessageKind.Other;
    }

    /// <summary>Whether a message is about an image: it names it between quotation marks, as all of them do.</summary>
    public static bool Names(string? message, string image) =>
        message is not null && image.Length > 0 && message.Contains($"\"{image}\"", StringComparison.Ordinal);

    /// <summary>The part after the wrapping, which says what went wrong.</summary>
    public static string Core(string message)
    {
        var start = 0;
        while (Wrapping().Match(message, start) is { Success: true } match && start + match.Length < message.Length) start += match.Length;
        return message[start..];
    }

    // --registry-qps (kubernetes pkg/kubelet/images/helpers.go).
    [GeneratedRegex(@"pull QPS exceeded", RegexOptions.CultureInvariant)]
    private static partial Regex OwnLimit();

    [GeneratedRegex("\"[^\"]*\"", RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^(?:spec\.\w+\{[^}]*\}: )?(?:Back-off pulling image ""[^""]*""|Error: \w+)\.?\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex BackOffAlone();

    [GeneratedRegex(
        """\G(?:spec\.\w+\{[^}]*\}: |Failed to pull image "[^"]*": |Back-off pulling image "[^"]*": |Err\w+: |rpc error: code = \w+ desc = |failed to pull and unpack image "[^"]*": |failed to resolve (?:reference "[^"]*"|image): |failed to do request: (?=\w+ ")|failed to create containerd container: )""",
        RegexOptions.CultureInvariant)]
    private static partial Regex Wrapping();

    [GeneratedRegex(@"couldn't parse image (?:name|reference)|invalid reference format|Failed to apply default image tag", RegexOptions.CultureInvariant)]
    private static partial Regex InvalidName();

    [GeneratedRegex(@"is not present with pull policy of Never", RegexOptions.CultureInvariant)]
    private static partial Regex NotPresent();

    // containerd core/images/image.go and docker/distribution's client; CRI-O: "no image found in image index for architecture".
    [GeneratedRegex(@"no match for platform in manifest|no matching manifest for|no image found in (?:image index|manifest list) for|does not match the specified platform", RegexOptions.CultureInvariant)]
    private static partial Regex NoPlatform();

    [GeneratedRegex(@"exec format error", RegexOptions.CultureInvariant)]
    private static partial Regex ExecFormat();

    [GeneratedRegex(@": 429\b|Too Many Requests|toomanyrequests|pull rate limit|rate limit exceeded", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex RateLimited();

    // A look-up that timed out, or whose server is away, is still a matter of names.
    [GeneratedRegex(@"no such host|server misbehaving|Temporary failure in name resolution|\blookup [^\s:]+(?: on \S+)?: ", RegexOptions.CultureInvariant)]
    private static partial Regex NameUnresolved();

    [GeneratedRegex(@"i/o timeout|TLS handshake timeout|context deadline exceeded|context canceled|Client\.Timeout|timeout awaiting response|(?:connection|operation) timed out|request canceled while waiting", RegexOptions.CultureInvariant)]
    private static partial Regex Timeout();

    [GeneratedRegex(@"x509: |\btls: |server gave HTTP response to HTTPS client|first record does not look like a TLS handshake", RegexOptions.CultureInvariant)]
    private static partial Regex Tls();

    [GeneratedRegex(@"connection refused|no route to host|network is unreachable|host is unreachable|connection reset by peer|proxyconnect|Proxy Authentication Required|(?:: |unexpected )EOF\b|broken pipe", RegexOptions.CultureInvariant)]
    private static partial Regex Unreachable();

    [GeneratedRegex(@": 5\d\d\b|\b5\d\d (?:Internal Server Error|Bad Gateway|Service Unavailable|Gateway Time-?out)|RegistryUnavailable|registry is unavailable", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex ServerError();

    [GeneratedRegex(@"pull access denied|: 40[13]\b|Unauthorized|Forbidden|insufficient_scope|authorization failed|failed to authorize|no basic auth credentials|authentication required|requested access to the resource is denied|(?<!permission )denied: ", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Unauthorized();

    // On the node itself: containerd's content store, its snapshots, and the CRI plugin's image store.
    [GeneratedRegex(@"from content store|content digest sha256:[0-9a-f]+: not found|blob not found|failed to get image from containerd|failed to resolve image """"|image """": not found|error unpacking image|Failed to inspect image", RegexOptions.CultureInvariant)]
    private static partial Regex ContentMissing();

    [GeneratedRegex(@"not found|manifest unknown|name unknown|repository name not known|: 404\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex NotFound();
}
