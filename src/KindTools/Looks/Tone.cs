namespace KindTools.Looks;

/// <summary>What a word means to whoever reads it.</summary>
internal enum Tone
{
    /// <summary>Nothing has happened, or it is neither good nor bad.</summary>
    Plain,

    /// <summary>As it should be: green.</summary>
    Good,

    /// <summary>Wants a look: yellow.</summary>
    Care,

    /// <summary>Does not work: red.</summary>
    Bad,
}
