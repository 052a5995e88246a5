using System.Management.Automation.Host;

namespace KindTools.Console.Host;

/// <summary>The screen by cell and colour. Never fails because a stream is redirected; nobody's script should.</summary>
internal sealed class ConsoleRawUserInterface : PSHostRawUserInterface
{
    public override ConsoleColor ForegroundColor
    {
        get => Known(System.Console.ForegroundColor, ConsoleColor.Gray);
        set => System.Console.ForegroundColor = value;
    }

    public override ConsoleColor BackgroundColor
    {
        get => Known(System.Console.BackgroundColor, ConsoleColor.Black);
        set => System.Console.BackgroundColor = value;
    }

    public override Size BufferSize
    {
        get => new(Terminal.Width, Terminal.Height);
        set { }
    }

    public override Size WindowSize
    {
        get => BufferSize;
        set { }
    }

    public override Size MaxWindowSize => BufferSize;

    public override Size MaxPhysicalWindowSize => BufferSize;

    public override Coordinates WindowPosition
    {
        get => new(0, 0);
        set { }
    }

    public override Coordinates CursorPosition
    {
        get
        {
            if (!Terminal.CanEdit) return new Coordinates(0, 0);
            var (left, top) = System.Console.GetCursorPosition();
            return new Coordinates(left, top);
        }

        set
        {
            if (Terminal.OutputIsScreen) System.Console.SetCursorPosition(value.X, value.Y);
        }
    }

    public override int CursorSize
    {
        get => 25;
        set { }
    }

    public override string WindowTitle
    {
        get => OperatingSystem.IsWindows() ? System.Console.Title : "";
        set
        {
            if (Terminal.OutputIsScreen) System.Console.Title = value;
        }
    }

    public override bool KeyAvailable => !System.Console.IsInputRedirected && System.Console.KeyAvailable;

    public override KeyInfo ReadKey(ReadKeyOptions options)
    {
        if (System.Console.IsInputRedirected)
            throw new HostException("A key cannot be read: standard input is not a terminal.");

        var key = System.Console.ReadKey(options.HasFlag(ReadKeyOptions.NoEcho));
        return new KeyInfo((int)key.Key, key.KeyChar, default, keyDown: options.HasFlag(ReadKeyOptions.IncludeKeyDown));
    }

    public override void FlushInputBuffer()
    {
        while (KeyAvailable) System.Console.ReadKey(intercept: true);
    }

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) =>
        throw new NotSupportedException("The console draws with escape sequences only.");

    public override void SetBufferContents(Rectangle rectangle, BufferCell fill)
    {
        // Clear-Host asks for this with the whole screen (-1); anything else cannot be done by a terminal alone.
        if (rectangle.Left == -1 && Terminal.OutputIsScreen) System.Console.Clear();
    }

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) =>
        throw new NotSupportedException("A terminal does not tell what is on its screen.");

    public override void ScrollBufferContents(
        Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) =>
        throw new NotSupportedException("The console draws with escape sequences only.");

    public override int LengthInBufferCells(string source) => CellWidth.Of(source);

    public override int LengthInBufferCells(string source, int offset) => CellWidth.Of(source.AsSpan(offset));

    public override int LengthInBufferCells(char source) => CellWidth.Of(source);

    // A terminal does not tell its colours; until somebody sets one the runtime answers with a number that is none.
    private static ConsoleColor Known(ConsoleColor colour, ConsoleColor otherwise) =>
        Enum.IsDefined(colour) ? colour : otherwise;
}
