using System.Management.Automation;

namespace KindTools.Console.Commands.Objects;

/// <summary><c>Sort-Object</c>; equal objects keep their order.</summary>
[Cmdlet("Sort", "Object")]
internal sealed class SortObjectCommand : PSCmdlet
{
    private readonly List<PSObject> _items = [];

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)]
    public object[] Property { get; set; } = [];

    [Parameter]
    public SwitchParameter Descending { get; set; }

    [Parameter]
    public SwitchParameter Unique { get; set; }

    [Parameter]
    public SwitchParameter CaseSensitive { get; set; }

    [Parameter]
    public SwitchParameter Stable { get; set; }

    [Parameter]
    public int? Top { get; set; }

    [Parameter]
    public int? Bottom { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject != null) _items.Add(InputObject);
    }

    protected override void EndProcessing()
    {
        var comparer = new ValueComparer(CaseSensitive);
        var selectors = Property.Select(PropertySelector.Parse).ToList();
        var keyed = _items
            .Select(item => (Item: item, Keys: selectors.Count == 0 ? [item] : selectors.Select(s => s.Value(item)).ToArray()))
            .ToList();

        var sorted = keyed.OrderBy(_ => 0);
        for (var i = 0; i < Math.Max(1, selectors.Count); i++)
        {
            var at = i;
            var down = selectors.Count > 0 && selectors[i].Descending is { } said ? said : (bool)Descending;
            sorted = down
                ? sorted.ThenByDescending(entry => entry.Keys[at], comparer)
                : sorted.ThenBy(entry => entry.Keys[at], comparer);
        }

        IEnumerable<(PSObject Item, object?[] Keys)> result = sorted;
        if (Unique)
        {
            object?[]? last = null;
            var unique = new List<(PSObject Item, object?[] Keys)>();
            foreach (var entry in sorted)
            {
                if (last is null || last.Zip(entry.Keys).Any(pair => comparer.Compare(pair.First, pair.Second) != 0)) unique.Add(entry);
                last = entry.Keys;
            }

            result = unique;
        }

        if (Top is { } top) result = result.Take(top);
        if (Bottom is { } bottom) result = result.TakeLast(bottom);
        foreach (var (item, _) in result) WriteObject(item);
    }
}
