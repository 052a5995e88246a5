using System.Buffers;
using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace KindTools.Completion;

/// <summary>
/// Completes from what takes a moment to find out. Answers in time or not at all, and never fails: a prompt that hangs
/// on the Tab key is worse than one that completes nothing.
/// </summary>
internal abstract class PatientCompleter : IArgumentCompleter
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(" '`$(){};,|&@<>");
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        // Without a timer there is nothing to dispose of, and no race with the work that ends at the same moment.
        var patience = new CancellationTokenSource();
        var finding = Task.Run(() => FindAsync(fakeBoundParameters, patience.Token), CancellationToken.None);
        _ = finding.ContinueWith(task => task.Exception, TaskScheduler.Default);

        // PowerShell wants the answer now; this is the one place that has to block for it.
        ((IAsyncResult)finding).AsyncWaitHandle.WaitOne(Patience);
        if (!finding.IsCompletedSuccessfully)
        {
            _ = patience.CancelAsync(); // It must not go on behind the prompt.
            return [];
        }

        return [.. Matching(wordToComplete.Trim('\'', '"'), finding.GetAwaiter().GetResult()).Select(Result)];
    }

    private static IReadOnlyList<Candidate> Matching(string word, IReadOnlyList<Candidate> candidates)
    {
        try
        {
            var pattern = new WildcardPattern(word + "*", WildcardOptions.IgnoreCase);
            return [.. candidates.Where(candidate => pattern.IsMatch(candidate.Text))];
        }
        catch (WildcardPatternException)
        {
            return []; // An open bracket: half a pattern, which nothing can match yet.
        }
    }

    /// <summary>All candidates; what the user has typed is matched afterwards.</summary>
    protected abstract Task<IReadOnlyList<Candidate>> FindAsync(IDictionary boundParameters, CancellationToken cancellationToken);

    /// <summary>The value of another parameter on the command line, if it is a plain one.</summary>
    protected static string[]? Bound(IDictionary parameters, string name) => parameters[name] switch
    {
        string text => [text],
        object[] list => [.. list.OfType<string>()],
        _ => null,
    };

    private static CompletionResult Result(Candidate candidate)
    {
        var quoted = candidate.Text.AsSpan().ContainsAny(NeedsQuotes)
            ? "'" + candidate.Text.Replace("'", "''", StringComparison.Ordinal) + "'"
            : candidate.Text;
        return new CompletionResult(quoted, candidate.Text, CompletionResultType.ParameterValue, candidate.ToolTip);
    }
}
