using System.Management.Automation.Runspaces;
using KindTools.Console.CommandLine;
using KindTools.Console.Host;

namespace KindTools.Console.Session;

/// <summary>One run of the console: the engine opened, the module loaded, what was asked for done, the exit code.</summary>
internal sealed class ConsoleSession : IDisposable
{
    private readonly ConsoleOptions _options;
    private readonly ConsoleUserInterface _ui;
    private readonly KindToolsHost _host;
    private readonly Runspace _runspace;
    private readonly CommandRunner _runner;
    private readonly BreakHandler _breaks;

    public ConsoleSession(ConsoleOptions options)
    {
        if (options.WorkingDirectory != null) Environment.CurrentDirectory = options.WorkingDirectory;

        _options = options;
        _ui = new ConsoleUserInterface(options.NonInteractive);
        _host = new KindToolsHost(_ui);
        _runspace = RunspaceFactory.CreateRunspace(_host, SessionState.Create());
        // One thread for all commands, as in pwsh: a thread a command is slower, and surprises thread statics.
        _runspace.ThreadOptions = PSThreadOptions.ReuseThread;
        _runspace.Open();
        Runspace.DefaultRunspace = _runspace;

        _runner = new CommandRunner(_runspace, _ui);
        _ui.Interrupt = _runner.Stop;
        _breaks = new BreakHandler(_runner, _ui);
    }

    public int Run()
    {
        LoadModule();
        if (_runner.StopRequested && _options.Mode == ConsoleMode.Interactive) LoadModule(); // A key pressed too early.

        var prompt = new PromptLoop(_runner, _host, _ui, _options.NonInteractive);
        _host.NestedPrompt = prompt.RunNested;

        // Ctrl+C while the session was starting means what was to come.
        if (_runner.StopRequested && _options.Mode != ConsoleMode.Interactive) return 1;

        int exitCode;
        switch (_options.Mode)
        {
            case ConsoleMode.Command:
                exitCode = RunCommand();
                break;
            case ConsoleMode.File:
                exitCode = RunFile();
                break;
            case ConsoleMode.Interactive when !System.Console.IsInputRedirected:
                if (!_options.NoLogo) prompt.Welcome();
                return prompt.Run();
            default:
                return new InputScript(_runner, _host).Run(System.Console.In);
        }

        if (!_options.NoExit || _host.ExitCode != null || System.Console.IsInputRedirected) return exitCode;
        return prompt.Run();
    }

    public void Dispose()
    {
        _breaks.Dispose();
        _ui.Progress.Dispose();
        _runspace.Dispose();
    }

    private int RunCommand()
    {
        var input = InputScript.ReadsInput(_options.Command) ? System.Console.In : null;
        var succeeded = _runner.Run(_options.Command, input);
        return _host.ExitCode ?? (succeeded && !_runner.StopRequested && _runner.LastStatementSucceeded ? 0 : 1);
    }

    private int RunFile()
    {
        var input = InputScript.ReadsInput(File.ReadAllText(_options.File)) ? System.Console.In : null;
        if (!_options.NoExit) EngineInternals.ScriptExitEndsSession(_runspace);
        // Errors that end nothing leave 0, as in pwsh. A stopped script is a failure here; there it is 0, and what
        // follows '&&' in a shell would run.
        var completed = _runner.RunFile(_options.File, _options.Arguments, input);
        return _host.ExitCode ?? (completed && !_runner.StopRequested ? 0 : 1);
    }

    private void LoadModule()
    {
        var manifest = _options.ModulePath ?? ModuleFinder.Find();
        if (manifest is null)
        {
            _ui.WriteWarningLine("KindTools.psd1 is in none of the folders above the console: its commands are not here.");
            return;
        }

        var import = new Command("Import-Module");
        import.Parameters.Add("Name", manifest);
        _runner.Run(import);
    }
}
