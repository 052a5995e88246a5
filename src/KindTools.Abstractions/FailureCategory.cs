namespace KindTools;

/// <summary>
/// The part of PowerShell's <c>ErrorCategory</c> that KindTools uses, by the same names,
/// so that the engine can class its failures without knowing PowerShell.
/// </summary>
public enum FailureCategory
{
    /// <summary>What was asked for does not exist.</summary>
    ObjectNotFound,

    /// <summary>An argument cannot be what it is.</summary>
    InvalidArgument,

    /// <summary>A file or a stream does not hold what it should.</summary>
    InvalidData,

    /// <summary>The item is in a state in which this cannot be done.</summary>
    InvalidOperation,

    /// <summary>A service cannot be reached.</summary>
    ConnectionError,

    /// <summary>An answer did not come in time.</summary>
    OperationTimeout,

    /// <summary>The user may not do this.</summary>
    PermissionDenied,

    /// <summary>Reading failed.</summary>
    ReadError,

    /// <summary>Writing failed.</summary>
    WriteError,

    /// <summary>Text could not be parsed.</summary>
    ParserError,

    /// <summary>A service answered with something that it should not have.</summary>
    ProtocolError,

    /// <summary>What holds the item cannot be used at the moment, for example a stopped node.</summary>
    ResourceUnavailable,
}
