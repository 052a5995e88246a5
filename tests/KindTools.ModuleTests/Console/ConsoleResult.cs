namespace KindTools.ModuleTests.Console;

/// <summary>What a run left behind.</summary>
internal sealed record ConsoleResult(int ExitCode, string Output, string Errors);
