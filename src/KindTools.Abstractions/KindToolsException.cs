namespace KindTools;

/// <summary>
/// A failure that a user can act on. Cmdlets turn it into an error record:
/// non-terminating when it concerns one item, terminating when nothing else can go on.
/// </summary>
public sealed class KindToolsException : Exception
{
    /// <summary>Creates the failure.</summary>
    /// <param name="errorId">PascalCase, one a cause, stable for ever.</param>
    /// <param name="category">How PowerShell should class it.</param>
    /// <param name="message">What went wrong and what to do next.</param>
    /// <param name="target">The item that failed, if there is one.</param>
    /// <param name="innerException">What was thrown underneath.</param>
    public KindToolsException(string errorId, FailureCategory category, string message, object? target = null, Exception? innerException = null)
        : base(message, innerException)
    {
        ErrorId = errorId;
        Category = category;
        Target = target;
    }

    /// <summary>PascalCase, one a cause, stable for ever, listed in the cmdlet's help page.</summary>
    public string ErrorId { get; }

    /// <summary>How PowerShell should class it.</summary>
    public FailureCategory Category { get; }

    /// <summary>The item that failed, if there is one.</summary>
    public object? Target { get; }
}
