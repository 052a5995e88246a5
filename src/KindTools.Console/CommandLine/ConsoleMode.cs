namespace KindTools.Console.CommandLine;

/// <summary>What a run of the console does.</summary>
internal enum ConsoleMode
{
    /// <summary>A prompt, or the lines of a redirected standard input.</summary>
    Interactive,

    /// <summary>The statements of standard input, without any prompt.</summary>
    StandardInput,

    /// <summary>One command from the command line.</summary>
    Command,

    /// <summary>A script file.</summary>
    File,

    /// <summary>Says how it is used.</summary>
    Help,

    /// <summary>Says which version it is.</summary>
    Version,
}
