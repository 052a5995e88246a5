using System.Management.Automation.Language;
using System.Text;
using KindTools.Console.Host;
using KindTools.Console.Input;

namespace KindTools.Console.Session;

/// <summary>
/// Statements from standard input. Each runs as soon as it is whole, so that a program at the other end of a pipe gets
/// its answer, and an error does not end the input: both as in pwsh. There, a statement of several lines must be
/// followed by an empty one; here it also ends where the next line does not carry it on.
/// </summary>
internal sealed class InputScript(CommandRunner runner, KindToolsHost host)
{
    private static readonly string[] Continuations = ["else", "elseif", "catch", "finally", "while", "until", "|", "&&", "||", "."];

    private readonly StringBuilder _statement = new();
    private bool _succeeded = true;

    /// <summary>Whether a script reads the pipeline's input itself; standard input is for it then.</summary>
    public static bool ReadsInput(string script) =>
        System.Console.IsInputRedirected
        && Parser.ParseInput(script, out _, out _).Find(
            node => node is VariableExpressionAst variable
                && variable.VariablePath.UserPath.Equals("input", StringComparison.OrdinalIgnoreCase),
            searchNestedScriptBlocks: true) != null;

    private bool IsOver => host.ExitCode != null || runner.StopRequested;

    /// <returns>The exit code.</returns>
    public int Run(TextReader input)
    {
        while (!IsOver && input.ReadLine() is { } line)
        {
            var several = _statement.Length > 0;
            if (several && !Syntax.IsIncomplete(_statement.ToString()) && !CarriesOn(line))
            {
                RunStatement();
                if (IsOver) break;
                several = false;
            }

            if (several) _statement.Append('\n');
            _statement.Append(line);
            if (!several && !Syntax.IsIncomplete(line)) RunStatement();
        }

        if (!IsOver && _statement.Length > 0) RunStatement();
        return host.ExitCode ?? (_succeeded && !runner.StopRequested ? 0 : 1);
    }

    private static bool CarriesOn(string line)
    {
        line = line.TrimStart();
        return Array.Exists(
            Continuations,
            word => line.StartsWith(word, StringComparison.OrdinalIgnoreCase)
                && (line.Length == word.Length || !char.IsLetterOrDigit(line[word.Length])));
    }

    private void RunStatement()
    {
        var text = _statement.ToString();
        _statement.Clear();
        if (string.IsNullOrWhiteSpace(text)) return;
        _succeeded = runner.Run(text) && (host.ExitCode != null || runner.LastStatementSucceeded);
    }
}
