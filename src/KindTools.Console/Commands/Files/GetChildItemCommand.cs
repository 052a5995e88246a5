using System.Management.Automation;

namespace KindTools.Console.Commands.Files;

/// <summary><c>Get-ChildItem</c>.</summary>
[Cmdlet(VerbsCommon.Get, "ChildItem", DefaultParameterSetName = "Path")]
internal sealed class GetChildItemCommand : PathCommand
{
    [Parameter(Position = 1)]
    [SupportsWildcards]
    public string? Filter { get; set; }

    [Parameter]
    [SupportsWildcards]
    public string[] Include { get; set; } = [];

    [Parameter]
    [SupportsWildcards]
    public string[] Exclude { get; set; } = [];

    [Parameter]
    [Alias("s", "r")]
    public SwitchParameter Recurse { get; set; }

    [Parameter]
    public uint? Depth { get; set; }

    [Parameter]
    public SwitchParameter File { get; set; }

    [Parameter]
    [Alias("ad")]
    public SwitchParameter Directory { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter Name { get; set; }

    protected override void ProcessRecord() => ForEachPath(path =>
    {
        foreach (var item in Items(path))
        {
            if (Wanted(item)) WriteObject(Name ? item.Properties["PSChildName"]?.Value : item);
        }
    });

    private IEnumerable<PSObject> Items(string path)
    {
        // A wildcard with -Recurse is a filter for everything below its folder, as in pwsh.
        if (Recurse && !IsLiteral && WildcardPattern.ContainsWildcardCharacters(path))
        {
            var folder = SessionState.Path.ParseParent(path, "");
            var pattern = WildcardPattern.Get(SessionState.Path.ParseChildName(path), WildcardOptions.IgnoreCase);
            return InvokeProvider.ChildItem
                .Get([folder.Length == 0 ? "." : folder], true, Depth ?? uint.MaxValue, Force, false)
                .Where(item => pattern.IsMatch(NameOf(item)));
        }

        return InvokeProvider.ChildItem.Get([path], Recurse || Depth != null, Depth ?? uint.MaxValue, Force, IsLiteral);
    }

    private bool Wanted(PSObject item)
    {
        var isContainer = item.Properties["PSIsContainer"]?.Value is true;
        if ((File && isContainer) || (Directory && !isContainer)) return false;

        var name = NameOf(item);
        bool Matches(string pattern) => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase).IsMatch(name);
        return (Filter is null || Matches(Filter)) && (Include.Length == 0 || Include.Any(Matches)) && !Exclude.Any(Matches);
    }

    private static string NameOf(PSObject item) => item.Properties["PSChildName"]?.Value as string ?? item.ToString();
}
