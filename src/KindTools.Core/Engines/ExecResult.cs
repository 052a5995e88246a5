namespace KindTools.Core.Engines;

/// <summary>What a command in a container left behind.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its standard error, trimmed.</param>
public sealed record ExecResult(long ExitCode, byte[] Output, string Error);
