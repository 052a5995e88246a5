using System.Collections;
using System.Collections.ObjectModel;
using System.Management.Automation;

namespace KindTools.Console.Commands.Objects;

/// <summary><c>Group-Object</c>.</summary>
[Cmdlet(VerbsData.Group, "Object")]
internal sealed class GroupObjectCommand : PSCmdlet
{
    private readonly List<(object?[] Keys, Collection<PSObject> Items)> _groups = [];
    private List<PropertySelector> _selectors = [];

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)]
    public object[] Property { get; set; } = [];

    [Parameter]
    public SwitchParameter NoElement { get; set; }

    [Parameter]
    [Alias("AHT")]
    public SwitchParameter AsHashTable { get; set; }

    [Parameter]
    public SwitchParameter AsString { get; set; }

    [Parameter]
    public SwitchParameter CaseSensitive { get; set; }

    protected override void BeginProcessing() => _selectors = Property.Select(PropertySelector.Parse).ToList();

    protected override void ProcessRecord()
    {
        if (InputObject is null) return;

        var comparer = new ValueComparer(CaseSensitive);
        object?[] keys = _selectors.Count == 0
            ? [InputObject.BaseObject]
            : _selectors.Select(selector => selector.Value(InputObject)).ToArray();
        var group = _groups.Find(g => g.Keys.Zip(keys).All(pair => comparer.Equals(pair.First, pair.Second)));
        if (group.Items is null)
        {
            group = (keys, []);
            _groups.Add(group);
        }

        group.Items.Add(InputObject);
    }

    protected override void EndProcessing()
    {
        if (AsHashTable)
        {
            var table = new Hashtable(CaseSensitive ? StringComparer.CurrentCulture : StringComparer.CurrentCultureIgnoreCase);
            foreach (var (keys, items) in _groups)
                table[AsString || keys.Length > 1 ? Name(keys) : keys[0] ?? ""] = items;
            WriteObject(table);
            return;
        }

        // Groups come out in the order of their values, as in pwsh.
        var comparer = new ValueComparer(CaseSensitive);
        foreach (var (keys, items) in _groups.OrderBy(group => group.Keys[0], comparer))
        {
            var info = new PSObject();
            info.TypeNames.Insert(0, "Microsoft.PowerShell.Commands.GroupInfo" + (NoElement ? "NoElement" : ""));
            info.Properties.Add(new PSNoteProperty("Values", new ArrayList(keys)));
            info.Properties.Add(new PSNoteProperty("Count", items.Count));
            if (!NoElement) info.Properties.Add(new PSNoteProperty("Group", items));
            info.Properties.Add(new PSNoteProperty("Name", Name(keys)));
            WriteObject(info);
        }
    }

    private static string Name(object?[] keys) =>
        string.Join(", ", keys.Select(key => LanguagePrimitives.ConvertTo<string>(key)));
}
