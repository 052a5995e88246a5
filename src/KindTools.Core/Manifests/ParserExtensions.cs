using YamlDotNet.Core;

namespace KindTools.Core.Manifests;

/// <summary>What this project needs of YamlDotNet's parser beyond what it has.</summary>
internal static class ParserExtensions
{
    /// <summary>The next event. On some broken texts the parser (18.1) stumbles over its own state; that too means the text is broken.</summary>
    /// <exception cref="YamlException">The text is not YAML.</exception>
    public static bool MoveNextSafely(this Parser parser)
    {
        try
        {
            return parser.MoveNext();
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            var at = parser.Current?.End ?? Mark.Empty;
            throw new YamlException(at, at, "The text cannot be understood after this place.", exception);
        }
    }
}
