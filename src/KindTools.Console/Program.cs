using System.Globalization;
using System.Management.Automation;
using KindTools.Console.CommandLine;
using KindTools.Console.Session;

namespace KindTools.Console;

/// <summary>The console's entry.</summary>
internal static class Program
{
    // pwsh's, which are those of sysexits.h.
    private const int BadCommandLine = 64;
    private const int StartFailed = 70;

    public static int Main(string[] arguments)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo("en-US");
        ConsoleOptions options;
        try
        {
            options = ConsoleOptionsParser.Parse(arguments);
        }
        catch (UsageException mistake)
        {
            System.Console.Error.WriteLine(mistake.Message);
            System.Console.Error.WriteLine("-Help tells how the KindTools console is used.");
            return BadCommandLine;
        }

        switch (options.Mode)
        {
            case ConsoleMode.Help:
                System.Console.Out.WriteLine(Usage.Text);
                return 0;
            case ConsoleMode.Version:
                System.Console.Out.WriteLine($"KindTools.Console {Versions.Own} (PowerShell {Versions.Engine})");
                return 0;
        }

        try
        {
            using var session = new ConsoleSession(options);
            return session.Run();
        }
        catch (Exception failure) when (failure is DirectoryNotFoundException or RuntimeException or TypeInitializationException)
        {
            System.Console.Error.WriteLine($"The session could not be started: {failure.Message}");
            return StartFailed;
        }
    }
}
