using System.Collections;
using System.Management.Automation;
using System.Text;

namespace KindTools.Testing;

/// <summary>Everything that a script writes, to whatever stream and as deep as it is, for a search.</summary>
internal static class AllStreams
{
    public static IReadOnlyList<string> Of(PowerShell shell, string script)
    {
        shell.Commands.Clear();
        shell.Streams.ClearStreams();

        // -Debug alone would ask before it goes on.
        shell.AddScript("$DebugPreference = 'Continue'; " + script);
        var texts = new List<string>();
        try
        {
            texts.AddRange(shell.Invoke().Select(Deep));
        }
        catch (RuntimeException ending)
        {
            texts.Add(Deep(ending.ErrorRecord));
        }

        IEnumerable[] streams = [shell.Streams.Error, shell.Streams.Warning, shell.Streams.Verbose, shell.Streams.Debug, shell.Streams.Information, shell.Streams.Progress];
        return [.. texts, .. streams.SelectMany(stream => stream.Cast<object>()).Select(Deep)];
    }

    private static string Deep(object value) => value switch
    {
        PSObject { BaseObject: string text } => text,
        ErrorRecord error => Of(error),
        _ => $"{value}\n{PSSerializer.Serialize(value, depth: 5)}",
    };

    // Not serialised: that would bring the whole command with it.
    private static string Of(ErrorRecord error)
    {
        var text = new StringBuilder($"{error}\n{error.FullyQualifiedErrorId}\n{error.CategoryInfo}\n{error.ErrorDetails}\n{error.TargetObject}\n");
        for (var exception = error.Exception; exception is not null; exception = exception.InnerException) text.AppendLine(exception.ToString()).AppendJoin('\n', exception.Data.Values.Cast<object>());
        return text.ToString();
    }
}
