namespace KindTools.Picture;

/// <summary>How a cell is drawn.</summary>
internal readonly record struct Look
{
    /// <summary>One of the terminal's 16 colours, or null for its own.</summary>
    public int? Foreground { get; init; }

    /// <summary>The same behind the text.</summary>
    public int? Background { get; init; }

    public bool IsBold { get; init; }

    public bool IsFaint { get; init; }

    public bool IsItalic { get; init; }

    public bool IsUnderlined { get; init; }

    /// <summary>After the numbers of <c>ESC [ … m</c> (ECMA-48, SGR).</summary>
    public Look After(IEnumerable<int> numbers)
    {
        var look = this;
        foreach (var number in numbers)
        {
            look = number switch
            {
                0 => default,
                1 => look with { IsBold = true },
                2 => look with { IsFaint = true },
                3 => look with { IsItalic = true },
                4 => look with { IsUnderlined = true },
                7 => look with { Foreground = look.Background ?? 0, Background = look.Foreground ?? 7 },
                22 => look with { IsBold = false, IsFaint = false },
                23 => look with { IsItalic = false },
                24 => look with { IsUnderlined = false },
                27 => look with { Foreground = null, Background = null },
                >= 30 and <= 37 => look with { Foreground = number - 30 },
                39 => look with { Foreground = null },
                >= 40 and <= 47 => look with { Background = number - 40 },
                49 => look with { Background = null },
                >= 90 and <= 97 => look with { Foreground = number - 90 + 8 },
                >= 100 and <= 107 => look with { Background = number - 100 + 8 },
                _ => throw new NotSupportedException($"The picture does not know the colour or style {number}."),
            };
        }

        return look;
    }
}
