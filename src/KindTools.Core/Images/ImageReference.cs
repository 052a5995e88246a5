using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace KindTools.Core.Images;

/// <summary>
/// The name of an image, parsed and normalised as Docker, containerd and Kubernetes do it
/// (github.com/distribution/reference: <c>ParseNormalizedNamed</c>): <c>ubuntu</c> is
/// <c>docker.io/library/ubuntu</c>.
/// </summary>
/// <remarks>
/// Digests are judged as the API server and containerd judge them: sha256, sha384 and sha512 in lower-case
/// hexadecimal are known, anything else is not (github.com/opencontainers/go-digest).
/// </remarks>
public sealed partial record ImageReference
{
    /// <summary>The tag that is meant where neither tag nor digest is given.</summary>
    public const string DefaultTag = "latest";

    private const string DefaultDomain = "docker.io";
    private const string LegacyDefaultDomain = "index.docker.io";
    private const string OfficialPrefix = "library/";
    private const int MaxPathLength = 255;

    private ImageReference()
    {
    }

    /// <summary>
    /// The registry, with its port if one is given: <c>docker.io</c>, <c>localhost:5000</c>, <c>[::1]:5000</c>.
    /// Empty for a first component with a dot that is no host name (<c>my_registry.example/app</c>), which the
    /// grammar takes for a part of the path.
    /// </summary>
    public required string Domain { get; init; }

    /// <summary>The repository within the registry, for example <c>library/ubuntu</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The tag, or null.</summary>
    public string? Tag { get; init; }

    /// <summary>The digest with its algorithm, <c>sha256:…</c>, or null.</summary>
    public string? Digest { get; init; }

    /// <summary>Domain and path: <c>docker.io/library/ubuntu</c>.</summary>
    public string Repository => Domain.Length == 0 ? Path : Domain + "/" + Path;

    /// <summary>The shortest form that means the same, as Docker mostly shows it: <c>ubuntu:24.04</c>, with tag and digest where there are any.</summary>
    public string Familiar => FamiliarRepository + Suffix;

    private string FamiliarRepository
    {
        get
        {
            // docker.io/a.b/c keeps its domain: without it, it would be c of the registry a.b.
            var slash = Path.IndexOf('/', StringComparison.Ordinal);
            if (Domain != DefaultDomain || (slash > 0 && LooksLikeDomain(Path[..slash]))) return Repository;

            // library/a/b keeps its prefix: without it, it would be the repository b of the user a.
            var name = Path.StartsWith(OfficialPrefix, StringComparison.Ordinal) && Path.IndexOf('/', OfficialPrefix.Length) < 0 ? Path[OfficialPrefix.Length..] : Path;
            return IdentifierPattern().IsMatch(name) ? Repository : name;
        }
    }

    private string Suffix => (Tag is null ? "" : ":" + Tag) + (Digest is null ? "" : "@" + Digest);

    /// <summary>Parses a reference as it stands in a manifest or on a command line.</summary>
    /// <exception cref="FormatException">It is no valid reference; the message says why.</exception>
    public static ImageReference Parse(string text) =>
        TryParse(text, out var reference, out var reason) ? reference : throw new FormatException(reason);

    /// <summary>Parses a reference as it stands in a manifest or on a command line.</summary>
    /// <param name="text">The reference, short or fully qualified.</param>
    /// <param name="reference">The parsed reference.</param>
    /// <param name="reason">When it is not valid: why, as a sentence without its full stop.</param>
    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out ImageReference? reference,
        [NotNullWhen(false)] out string? reason)
    {
        ArgumentNullException.ThrowIfNull(text);

        reference = null;
        reason = null;
        if (text.Length == 0)
        {
            reason = "the image name is empty";
            return false;
        }

        if (IdentifierPattern().IsMatch(text))
        {
            reason = $"'{text}' is 64 hexadecimal digits, which Docker takes for an image id; a repository must not be named so";
            return false;
        }

        var (domain, remainder) = SplitDomain(text);
        var match = ReferencePattern().Match(domain + "/" + remainder);
        if (!match.Success)
        {
            reason = Explain(text, remainder);
            return false;
        }

        var path = match.Groups["path"].Value;
        if (path.Length > MaxPathLength)
        {
            reason = $"the repository name is {path.Length} characters long; at most {MaxPathLength} are allowed";
            return false;
        }

        var digest = match.Groups["digest"] is { Success: true, Value: var value } ? value : null;
        if (digest is not null && !IsKnownDigest(digest, out reason)) return false;

        reference = new ImageReference
        {
            Domain = match.Groups["domain"].Value,
            Path = path,
            Tag = match.Groups["tag"] is { Success: true, Value: var tag } ? tag : null,
            Digest = digest,
        };
        return true;
    }

    /// <summary>The name that the kubelet asks the runtime for, written in whatever way; null when it is no name.</summary>
    public static string? Normalise(string text) => TryParse(text, out var reference, out _) ? reference.WithDefaultTag().ToString() : null;

    /// <summary>
    /// What the kubelet asks the runtime for: with the tag <c>latest</c> when there is neither tag nor digest.
    /// </summary>
    public ImageReference WithDefaultTag() => Tag is null && Digest is null ? this with { Tag = DefaultTag } : this;

    /// <summary>The fully qualified reference: <c>docker.io/library/ubuntu:24.04</c>. No default tag is added.</summary>
    public override string ToString() => Repository + Suffix;

    /// <summary>Whether the first component is a registry is decided by its looks alone, before the grammar is applied.</summary>
    private static (string Domain, string Remainder) SplitDomain(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0) return (DefaultDomain, OfficialPrefix + text);

        var first = text[..slash];
        var (domain, remainder) = LooksLikeDomain(first) ? (first, text[(slash + 1)..]) : (DefaultDomain, text);
        if (domain == LegacyDefaultDomain) domain = DefaultDomain;

        return domain == DefaultDomain && !remainder.Contains('/', StringComparison.Ordinal)
            ? (domain, OfficialPrefix + remainder)
            : (domain, remainder);
    }

    private static bool LooksLikeDomain(string first) => first == "localhost" || first.AsSpan().ContainsAny('.', ':') || HasCapital(first);

    private static string Explain(string text, string remainder)
    {
        if (text.AsSpan().Trim().Length != text.Length) return $"'{text}' begins or ends with white space";
        if (text.Contains("://", StringComparison.Ordinal)) return $"'{text}' is a URL; an image reference has no scheme";

        var end = remainder.AsSpan().IndexOfAny(':', '@');
        var path = end < 0 ? remainder : remainder[..end];
        if (HasCapital(path)) return $"the repository name '{path}' must be lower case";

        return "it has not the form [registry[:port]/]name[:tag][@digest]";
    }

    private static bool HasCapital(string text) => text.AsSpan().ContainsAnyInRange('A', 'Z');

    private static bool IsKnownDigest(string digest, [NotNullWhen(false)] out string? reason)
    {
        var colon = digest.IndexOf(':', StringComparison.Ordinal);
        var hex = digest.AsSpan(colon + 1);
        var length = digest[..colon] switch { "sha256" => 64, "sha384" => 96, "sha512" => 128, _ => 0 };

        reason = length == 0 ? $"the digest algorithm '{digest[..colon]}' is not known (sha256, sha384 and sha512 are)"
            : hex.Length != length ? $"a {digest[..colon]} digest has {length} hexadecimal digits, not {hex.Length}"
            : hex.ContainsAnyInRange('A', 'F') ? "the hexadecimal digits of a digest must be lower case"
            : null;
        return reason is null;
    }

    // \z, not $: a final line feed is no part of a reference. Classes are spelled out because \w knows all of Unicode.
    [GeneratedRegex(
        """
        \A
        (?: (?<domain>
              (?: (?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])
                  (?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*
                | \[[a-fA-F0-9:]+\] )
              (?: :[0-9]+ )?
            ) / )?
        (?<path> [a-z0-9]+ (?: (?:[._]|__|-+) [a-z0-9]+ )* (?: / [a-z0-9]+ (?: (?:[._]|__|-+) [a-z0-9]+ )* )* )
        (?: : (?<tag> [A-Za-z0-9_][A-Za-z0-9_.-]{0,127} ) )?
        (?: @ (?<digest> [A-Za-z][A-Za-z0-9]* (?: [-_+.][A-Za-z][A-Za-z0-9]* )* : [0-9a-fA-F]{32,} ) )?
        \z
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex ReferencePattern();

    [GeneratedRegex(@"\A[a-f0-9]{64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdentifierPattern();
}
