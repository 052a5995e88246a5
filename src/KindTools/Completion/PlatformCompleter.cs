using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace KindTools.Completion;

/// <summary>Completes the platforms that images for kind are usually built for.</summary>
internal sealed class PlatformCompleter : IArgumentCompleter
{
    private static readonly Candidate[] Platforms = [new("linux/amd64", "x86-64: Intel and AMD"), new("linux/arm64", "ARM, 64 bits: Apple silicon, Graviton, Ampere")];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Platforms.Where(platform => platform.Text.StartsWith(wordToComplete ?? "", StringComparison.OrdinalIgnoreCase))
            .Select(platform => new CompletionResult(platform.Text, platform.Text, CompletionResultType.ParameterValue, platform.ToolTip));
}
