using System.Management.Automation.Runspaces;
using System.Text;

namespace KindTools.Console.CommandLine;

/// <summary>
/// Reads the command line by pwsh's rules, so that what is learnt there works here: parameter names may be cut short,
/// <c>-Command</c> takes all that follows, the first thing that is no parameter is a script file.
/// </summary>
internal static class ConsoleOptionsParser
{
    // Name and the shortest form that pwsh takes for it.
    private static readonly (string Name, string Shortest)[] Known =
    [
        ("version", "v"), ("help", "h"), ("?", "?"), ("login", "l"), ("noexit", "noe"), ("noprofile", "nop"),
        ("nologo", "nol"), ("noninteractive", "noni"), ("interactive", "i"), ("command", "c"), ("file", "f"),
        ("encodedcommand", "e"), ("ec", "ec"), ("executionpolicy", "ex"), ("ep", "ep"), ("workingdirectory", "wo"),
        ("wd", "wd"), ("module", "mod"),
    ];

    public static ConsoleOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new ConsoleOptions { Mode = ConsoleMode.Interactive };

        for (var i = 0; i < arguments.Count; i++)
        {
            switch (NameOf(arguments[i]))
            {
                case "version":
                    return options with { Mode = ConsoleMode.Version };
                case "help" or "?":
                    return options with { Mode = ConsoleMode.Help };
                case "noexit":
                    options = options with { NoExit = true };
                    break;
                case "noninteractive":
                    options = options with { NonInteractive = true };
                    break;
                case "interactive":
                    options = options with { NonInteractive = false };
                    break;
                case "nologo":
                    options = options with { NoLogo = true };
                    break;
                case "noprofile" or "login":
                    break; // There is no profile to load; accepted because scripts pass it.
                case "executionpolicy" or "ep":
                    Value(arguments, ref i); // Means nothing outside Windows, as in pwsh.
                    break;
                case "workingdirectory" or "wd":
                    options = options with { WorkingDirectory = Value(arguments, ref i) };
                    break;
                case "module":
                    options = options with { ModulePath = Path.GetFullPath(Value(arguments, ref i)) };
                    break;
                case "command":
                    return Command(options, arguments, i + 1);
                case "encodedcommand" or "ec":
                    options = options with { Mode = ConsoleMode.Command, Command = Decode(Value(arguments, ref i)) };
                    break;
                case "file":
                    return File(options, arguments, i + 1);
                default:
                    return File(options, arguments, i);
            }
        }

        return options;
    }

    private static string? NameOf(string argument)
    {
        if (argument.Length < 2 || argument[0] is not ('-' or '\u2013' or '\u2014' or '\u2015'))
            return argument == "/?" ? "?" : null;

        // Two dashes are taken too, out of habit from other tools.
        var name = argument[1..].StartsWith('-') ? argument[2..] : argument[1..];
        return Array.Find(
            Known,
            known => name.Length >= known.Shortest.Length && known.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            .Name;
    }

    private static ConsoleOptions Command(ConsoleOptions options, IReadOnlyList<string> arguments, int first)
    {
        if (first >= arguments.Count) throw new UsageException("A command must follow -Command.");
        if (arguments[first] != "-")
            return options with { Mode = ConsoleMode.Command, Command = string.Join(' ', arguments.Skip(first)) };

        if (first + 1 < arguments.Count) throw new UsageException("'-' with -Command must be the last argument.");
        if (!System.Console.IsInputRedirected)
            throw new UsageException("'-' with -Command reads standard input, which is not redirected.");
        return options with { Mode = ConsoleMode.StandardInput };
    }

    private static ConsoleOptions File(ConsoleOptions options, IReadOnlyList<string> arguments, int first)
    {
        if (first >= arguments.Count) throw new UsageException("A script file must follow -File.");
        if (arguments[first] == "-") return options with { Mode = ConsoleMode.StandardInput };

        var file = Path.GetFullPath(arguments[first]);
        if (!System.IO.File.Exists(file))
        {
            throw new UsageException(
                arguments[first].StartsWith('-')
                    ? $"There is no parameter '{arguments[first]}'."
                    : $"There is no script file '{arguments[first]}'. Check the spelling and the path.");
        }

        return options with { Mode = ConsoleMode.File, File = file, Arguments = ScriptArguments(arguments.Skip(first + 1)) };
    }

    /// <summary>
    /// <c>-Name value</c> stays two items, which the engine joins by the script's own parameters; only
    /// <c>-Name:value</c> is taken apart here, the one form that can say <c>$false</c> to a switch.
    /// </summary>
    private static List<CommandParameter> ScriptArguments(IEnumerable<string> arguments)
    {
        var result = new List<CommandParameter>();
        string? pending = null;
        foreach (var argument in arguments)
        {
            if (pending != null)
            {
                result.Add(new CommandParameter(pending, argument));
                pending = null;
            }
            else if (argument.Length < 2 || argument[0] != '-')
            {
                result.Add(new CommandParameter(null, argument));
            }
            else if (argument.IndexOf(':') is var colon && colon < 0)
            {
                result.Add(new CommandParameter(argument));
            }
            else if (colon == argument.Length - 1)
            {
                pending = argument[..colon];
            }
            else
            {
                result.Add(new CommandParameter(argument[..colon], BooleanOrText(argument[(colon + 1)..])));
            }
        }

        return result;
    }

    private static object BooleanOrText(string value) =>
        bool.TryParse(value.StartsWith('$') ? value[1..] : value, out var boolean) ? boolean : value;

    private static string Decode(string base64)
    {
        try
        {
            return Encoding.Unicode.GetString(Convert.FromBase64String(base64));
        }
        catch (FormatException)
        {
            throw new UsageException("-EncodedCommand must be Base64 of UTF-16 text.");
        }
    }

    private static string Value(IReadOnlyList<string> arguments, ref int index) =>
        ++index < arguments.Count
            ? arguments[index]
            : throw new UsageException($"A value must follow {arguments[index - 1]}.");
}
