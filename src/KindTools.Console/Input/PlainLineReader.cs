using KindTools.Console.Host;

namespace KindTools.Console.Input;

/// <summary>For terminals that can do nothing (<c>TERM=dumb</c>, an editor's shell window): lines, as they come.</summary>
internal sealed class PlainLineReader(ConsoleUserInterface ui) : LineReader
{
    public override string? Read(string prompt)
    {
        ui.Write(prompt);
        var text = System.Console.In.ReadLine();
        while (text != null && Syntax.IsIncomplete(text))
        {
            ui.StartOfLine();
            ui.Write(Syntax.ContinuationPrompt);
            if (System.Console.In.ReadLine() is not { Length: > 0 } line) break;
            text += '\n' + line;
        }

        return text;
    }
}
