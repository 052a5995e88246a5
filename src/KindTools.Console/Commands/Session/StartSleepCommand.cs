using System.Management.Automation;

namespace KindTools.Console.Commands.Session;

/// <summary><c>Start-Sleep</c>.</summary>
[Cmdlet(VerbsLifecycle.Start, "Sleep", DefaultParameterSetName = "Seconds")]
internal sealed class StartSleepCommand : PSCmdlet, IDisposable
{
    private readonly ManualResetEventSlim _stopped = new();

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Seconds")]
    [ValidateRange(0.0, int.MaxValue / 1000)]
    public double Seconds { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Milliseconds")]
    [Alias("ms")]
    [ValidateRange(0, int.MaxValue)]
    public int Milliseconds { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Duration")]
    public TimeSpan Duration { get; set; }

    public void Dispose() => _stopped.Dispose();

    protected override void ProcessRecord() => _stopped.Wait(ParameterSetName switch
    {
        "Milliseconds" => TimeSpan.FromMilliseconds(Milliseconds),
        "Duration" => Duration,
        _ => TimeSpan.FromSeconds(Seconds),
    });

    protected override void StopProcessing() => _stopped.Set();
}
