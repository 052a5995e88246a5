using System.Management.Automation;
using KindTools.Console.Session;

namespace KindTools.Console.Commands.Streams;

/// <summary><c>Write-Error</c>.</summary>
[Cmdlet(VerbsCommunications.Write, "Error", DefaultParameterSetName = "NoException")]
internal sealed class WriteErrorCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "NoException")]
    [Parameter(ParameterSetName = "WithException")]
    [Alias("Msg")]
    [AllowEmptyString]
    public string? Message { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "WithException")]
    public Exception? Exception { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "ErrorRecord")]
    public ErrorRecord? ErrorRecord { get; set; }

    [Parameter(ParameterSetName = "NoException")]
    [Parameter(ParameterSetName = "WithException")]
    public ErrorCategory Category { get; set; } = ErrorCategory.NotSpecified;

    [Parameter(ParameterSetName = "NoException")]
    [Parameter(ParameterSetName = "WithException")]
    public string? ErrorId { get; set; }

    [Parameter(ParameterSetName = "NoException")]
    [Parameter(ParameterSetName = "WithException")]
    public object? TargetObject { get; set; }

    [Parameter]
    public string? RecommendedAction { get; set; }

    protected override void ProcessRecord()
    {
        var error = ErrorRecord is { } given
            ? new ErrorRecord(given, null)
            : new ErrorRecord(
                Exception ?? new WriteErrorException(Message),
                string.IsNullOrEmpty(ErrorId) ? (Exception?.GetType() ?? typeof(WriteErrorException)).FullName : ErrorId,
                Category,
                TargetObject);
        if (Exception != null && !string.IsNullOrEmpty(Message)) error.ErrorDetails = new ErrorDetails(Message);
        if (RecommendedAction != null)
        {
            error.ErrorDetails ??= new ErrorDetails(error.Exception.Message);
            error.ErrorDetails.RecommendedAction = RecommendedAction;
        }

        // The error is the caller's and is reported at his line.
        if (GetVariableValue("MyInvocation") is InvocationInfo caller) EngineInternals.Blame(error, caller);
        error.CategoryInfo.Activity = "Write-Error";
        WriteError(error);
    }
}
