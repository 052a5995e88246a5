using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace KindTools.Completion;

/// <summary>Completes the platforms that images for kind are usually built for.</summary>
public sealed class PlatformCompleter : IArgumentCompleter
{
    private static readonly string[] Platforms = ["linux/amd64", "linux/arm64"];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Platforms.Where(platform => platform.StartsWith(wordToComplete ?? "", StringComparison.OrdinalIgnoreCase)).Select(platform => new CompletionResult(platform));
}
