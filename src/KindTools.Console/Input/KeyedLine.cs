using System.Management.Automation;
using System.Text;

namespace KindTools.Console.Input;

/// <summary>
/// An answer to a question, key by key: the runtime's own ReadLine cannot be interrupted, and Ctrl+C at a question must
/// end the command that asked.
/// </summary>
internal static class KeyedLine
{
    /// <param name="hidden">Shows stars.</param>
    /// <param name="interrupt">What Ctrl+C does, before the question ends.</param>
    /// <returns>Null for Ctrl+D on an empty line.</returns>
    public static string? Read(bool hidden, Action interrupt)
    {
        var text = new StringBuilder();
        System.Console.TreatControlCAsInput = true;
        try
        {
            while (true)
            {
                var key = System.Console.ReadKey(intercept: true);
                if (key is { Key: ConsoleKey.C, Modifiers: ConsoleModifiers.Control })
                {
                    System.Console.Out.WriteLine("^C");
                    interrupt();
                    throw new PipelineStoppedException();
                }

                if (key.Key == ConsoleKey.Enter || (text.Length == 0 && key is { Key: ConsoleKey.D, Modifiers: ConsoleModifiers.Control }))
                {
                    System.Console.Out.WriteLine();
                    return key.Key == ConsoleKey.Enter ? text.ToString() : null;
                }

                if (key.Key == ConsoleKey.Backspace) Erase(text, 1);
                else if (key is { Key: ConsoleKey.U, Modifiers: ConsoleModifiers.Control }) Erase(text, text.Length);
                else if (!char.IsControl(key.KeyChar))
                {
                    text.Append(key.KeyChar);
                    System.Console.Out.Write(hidden ? '*' : key.KeyChar);
                }
            }
        }
        finally
        {
            System.Console.TreatControlCAsInput = false;
        }
    }

    private static void Erase(StringBuilder text, int count)
    {
        count = Math.Min(count, text.Length);
        text.Length -= count;
        for (var i = 0; i < count; i++) System.Console.Out.Write("\b \b");
    }
}
