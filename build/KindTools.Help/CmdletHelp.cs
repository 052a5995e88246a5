namespace KindTools.Help;

/// <summary>What a cmdlet's page says. Texts are plain: a string is a paragraph.</summary>
internal sealed record CmdletHelp
{
    public required string Name { get; init; }

    public required Uri OnlineVersion { get; init; }

    public required string Synopsis { get; init; }

    public required IReadOnlyList<HelpSyntax> Syntax { get; init; }

    public required IReadOnlyList<string> Description { get; init; }

    public required IReadOnlyList<HelpExample> Examples { get; init; }

    public required IReadOnlyList<HelpParameter> Parameters { get; init; }

    public required IReadOnlyList<HelpType> Inputs { get; init; }

    public required IReadOnlyList<HelpType> Outputs { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    public required IReadOnlyList<HelpLink> Links { get; init; }
}
