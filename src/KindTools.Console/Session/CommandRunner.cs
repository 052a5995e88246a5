using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using KindTools.Console.Host;

namespace KindTools.Console.Session;

/// <summary>Runs commands in the session, shows what comes of them, and stops them when asked to.</summary>
internal sealed class CommandRunner(Runspace runspace, ConsoleUserInterface ui)
{
    private readonly Lock _guard = new();
    private readonly Stack<Pipeline> _running = new();

    /// <summary>The session's engine.</summary>
    public Runspace Runspace => runspace;

    /// <summary>Something runs now.</summary>
    public bool IsRunning
    {
        get
        {
            lock (_guard) return _running.Count > 0;
        }
    }

    /// <summary>Somebody has asked to stop, maybe before there was anything to stop.</summary>
    public bool StopRequested { get; set; }

    /// <summary>What <c>$?</c> says.</summary>
    public bool LastStatementSucceeded => Evaluate("$global:?") is [{ BaseObject: true }];

    /// <summary>Runs text and shows its output.</summary>
    /// <returns>Whether it ran to its end: no terminating error and not stopped.</returns>
    public bool Run(string script, TextReader? input = null)
    {
        // The engine calls an empty script an error.
        if (string.IsNullOrWhiteSpace(script)) return true;

        // The engine keeps $? only of what goes into its history.
        return Run(CreatePipeline(script, remember: true), input);
    }

    /// <summary>Runs one command and shows its output.</summary>
    public bool Run(Command command, TextReader? input = null)
    {
        var pipeline = CreatePipeline();
        pipeline.Commands.Add(command);
        return Run(pipeline, input);
    }

    /// <summary>Runs a script file with what the command line gave it.</summary>
    public bool RunFile(string path, IEnumerable<CommandParameter> arguments, TextReader? input)
    {
        // Only .ps1 is a script to the engine; anything else may still be one, by its first line (#!).
        var command = path.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase)
            ? new Command(path, isScript: false, useLocalScope: false)
            : new Command(File.ReadAllText(path), isScript: true, useLocalScope: false);
        foreach (var argument in arguments) command.Parameters.Add(argument);
        return Run(command, input);
    }

    /// <summary>Runs text for its result; errors are nobody's business.</summary>
    public IReadOnlyList<PSObject> Evaluate(string script)
    {
        using var pipeline = CreatePipeline(script, remember: false);
        try
        {
            return Track(pipeline, () => pipeline.Invoke());
        }
        catch (RuntimeException)
        {
            return [];
        }
    }

    /// <summary>Asks what runs to stop; does not wait for it.</summary>
    public void Stop()
    {
        lock (_guard)
        {
            StopRequested = true;
            if (_running.TryPeek(out var pipeline)) pipeline.StopAsync();
        }
    }

    private Pipeline CreatePipeline(string? script = null, bool remember = false)
    {
        // A prompt inside a running command (Suspend in a confirmation) runs commands inside that command.
        if (IsRunning)
            return script is null ? runspace.CreateNestedPipeline() : runspace.CreateNestedPipeline(script, remember);
        return script is null ? runspace.CreatePipeline() : runspace.CreatePipeline(script, remember);
    }

    private bool Run(Pipeline pipeline, TextReader? input)
    {
        using (pipeline)
        {
            // Errors join the objects on the way to Out-Default, so that both appear in the order they came.
            pipeline.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
            pipeline.Commands.Add(new Command("Out-Default", isScript: false, useLocalScope: true));
            try
            {
                Track(pipeline, () => input is null ? pipeline.Invoke() : Invoke(pipeline, input));
                return true;
            }
            catch (PipelineStoppedException)
            {
                return false;
            }
            catch (FlowControlException)
            {
                // 'exit' at a prompt inside a command.
                return true;
            }
            catch (RuntimeException failure)
            {
                Report(failure is IncompleteParseException ? Broken(pipeline.Commands[0].CommandText) : failure);
                return false;
            }
            finally
            {
                ui.Progress.Reset();
            }
        }
    }

    private static Collection<PSObject> Invoke(Pipeline pipeline, TextReader input)
    {
        // Lines go in as they come: what reads them may be done long before the last one.
        using var ended = new ManualResetEventSlim();
        pipeline.StateChanged += (_, change) =>
        {
            if (change.PipelineStateInfo.State is PipelineState.Completed or PipelineState.Failed or PipelineState.Stopped)
                ended.Set();
        };
        pipeline.InvokeAsync();
        new Thread(() => Feed(pipeline, input)) { IsBackground = true, Name = "Standard input" }.Start();
        ended.Wait();

        if (pipeline.PipelineStateInfo is { State: PipelineState.Failed, Reason: { } reason }) throw reason;
        if (pipeline.PipelineStateInfo.State == PipelineState.Stopped) throw new PipelineStoppedException();
        return pipeline.Output.ReadToEnd();
    }

    private static void Feed(Pipeline pipeline, TextReader input)
    {
        try
        {
            while (input.ReadLine() is { } line) pipeline.Input.Write(line);
            pipeline.Input.Close();
        }
        catch (Exception closed) when (closed is PipelineClosedException or ObjectDisposedException)
        {
            // Nobody reads any more.
        }
    }

    private T Track<T>(Pipeline pipeline, Func<T> work)
    {
        lock (_guard) _running.Push(pipeline);
        try
        {
            return work();
        }
        finally
        {
            lock (_guard) _running.Pop();
        }
    }

    /// <summary>
    /// The engine shows nothing for text that breaks off, so that a prompt can go on asking. Here nobody can go on.
    /// </summary>
    private static ParseException Broken(string script)
    {
        Parser.ParseInput(script, out _, out var errors);
        return new ParseException(errors);
    }

    private void Report(RuntimeException failure)
    {
        using var pipeline = CreatePipeline();
        pipeline.Commands.Add(new Command("Out-Default"));
        try
        {
            pipeline.Invoke(new[] { EngineInternals.AsError(failure.ErrorRecord) });
        }
        catch (RuntimeException)
        {
            ui.WriteErrorLine(failure.Message);
        }
    }
}
