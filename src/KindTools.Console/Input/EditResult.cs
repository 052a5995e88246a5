namespace KindTools.Console.Input;

/// <summary>What a key means for the line as a whole.</summary>
internal enum EditResult
{
    GoOn,
    Accept,
    Abandon,
    EndOfInput,
}
