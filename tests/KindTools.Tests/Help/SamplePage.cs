namespace KindTools.Tests.Help;

/// <summary>A whole page of a cmdlet that does not exist, small, with two parameter sets.</summary>
internal static class SamplePage
{
    public const string Name = "Get-Thing";

    public const string Markdown = """"
        ---
        external help file: KindTools.dll-Help.xml
        Module Name: KindTools
        online version: https://example.org/docs/Get-Thing.md
        schema: 2.0.0
        ---

        # Get-Thing

        ## SYNOPSIS

        Gets *things*,
        all of them.

        ## SYNTAX

        ### ByName (Default)

        ```
        Get-Thing [[-Name] <string[]>] [-Deep] [<CommonParameters>]
        ```

        ### ById

        ```
        Get-Thing [-Id] <int> [-Deep]
         [<CommonParameters>]
        ```

        ## DESCRIPTION

        The first paragraph, with `code`.

        A list:

        - one
        - two [links](https://example.org/two)

        ## EXAMPLES

        ### Example 1: Get one

        Say its name:

        ```powershell
        Get-Thing one
        ```

        ```Output
        Name  Size
        ----  ----
        one      1
        ```

        There it is.

        ## PARAMETERS

        ### -Deep

        Looks deeper.

        ```yaml
        Type: SwitchParameter
        Parameter Sets: (All)
        Aliases:

        Required: False
        Position: Named
        Default value: False
        Accept pipeline input: False
        Accept wildcard characters: False
        ```

        ### -Id

        Its number.

        ```yaml
        Type: Int32
        Parameter Sets: ById
        Aliases:

        Required: True
        Position: 0
        Default value: None
        Accept pipeline input: False
        Accept wildcard characters: False
        ```

        ### -Name

        Its name.

        ```yaml
        Type: String[]
        Parameter Sets: ByName
        Aliases: Thing, ThingName

        Required: False
        Position: 0
        Default value: All things
        Accept pipeline input: True (ByPropertyName, ByValue)
        Accept wildcard characters: True
        ```

        ### CommonParameters

        This cmdlet supports the common parameters.

        ## INPUTS

        ### System.String[]

        Names.

        ## OUTPUTS

        ### KindTools.Thing

        ## NOTES

        Nothing to note.

        ## RELATED LINKS

        - [Set-Thing](Set-Thing.md)
        - [Elsewhere](https://example.org/elsewhere)

        """";

    /// <summary>The number of the line that is this text; 1 is the first.</summary>
    public static int LineOf(string markdown, string text) => Array.IndexOf(markdown.Split('\n'), text) + 1;
}
