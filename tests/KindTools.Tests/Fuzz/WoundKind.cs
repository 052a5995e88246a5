namespace KindTools.Tests.Fuzz;

/// <summary>What can happen to an input.</summary>
internal enum WoundKind
{
    FlipBit,
    SetByte,
    Insert,
    Remove,
    Truncate,
    Repeat,
    Splice,
    Number,
}
