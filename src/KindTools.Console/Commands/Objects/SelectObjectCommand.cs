using System.Management.Automation;
using KindTools.Console.Session;

namespace KindTools.Console.Commands.Objects;

/// <summary><c>Select-Object</c>.</summary>
[Cmdlet(VerbsCommon.Select, "Object", DefaultParameterSetName = "Default")]
internal sealed class SelectObjectCommand : PSCmdlet
{
    private readonly Queue<PSObject> _last = new();
    private readonly List<PSObject> _unique = [];
    private List<PropertySelector> _properties = [];
    private List<PropertySelector> _excluded = [];
    private int _seen;
    private int _taken;

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)]
    public object[] Property { get; set; } = [];

    [Parameter]
    public string[] ExcludeProperty { get; set; } = [];

    [Parameter]
    public string? ExpandProperty { get; set; }

    [Parameter]
    public SwitchParameter Unique { get; set; }

    [Parameter]
    public SwitchParameter CaseInsensitive { get; set; }

    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? First { get; set; }

    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? Last { get; set; }

    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Skip { get; set; }

    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int SkipLast { get; set; }

    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int[]? Index { get; set; }

    [Parameter]
    public SwitchParameter Wait { get; set; }

    protected override void BeginProcessing()
    {
        _properties = Property.Select(PropertySelector.Parse).ToList();
        if (_properties.Count == 0 && ExcludeProperty.Length > 0) _properties.Add(PropertySelector.Parse("*"));
        _excluded = ExcludeProperty.Select(PropertySelector.Parse).ToList();
    }

    protected override void ProcessRecord()
    {
        if (InputObject is null || ReferenceEquals(InputObject, System.Management.Automation.Internal.AutomationNull.Value)) return;

        var index = _seen++;
        if (Index != null)
        {
            if (Index.Contains(index)) Take(InputObject);
            return;
        }

        if (Last != null || SkipLast > 0)
        {
            _last.Enqueue(InputObject);
            // -Skip counts from the end when it comes with -Last.
            if (Last != null && _last.Count > Last + Skip) _last.Dequeue();
            else if (SkipLast > 0 && _last.Count > SkipLast) Take(_last.Dequeue());
            return;
        }

        if (index < Skip) return;
        if (First is null || _taken < First)
        {
            _taken++;
            Take(InputObject);
        }

        if (_taken >= First && !Wait && !Unique) throw EngineInternals.EnoughOf(this);
    }

    protected override void EndProcessing()
    {
        if (Last != null)
        {
            foreach (var item in _last.Take(Math.Max(0, Math.Min(Last.Value, _last.Count - Skip)))) Take(item);
        }

        foreach (var item in _unique) WriteObject(item);
    }

    private void Take(PSObject item)
    {
        foreach (var result in Shape(item))
        {
            if (!Unique) WriteObject(result);
            else if (!_unique.Exists(known => SameValue(known, result))) _unique.Add(result);
        }
    }

    private IEnumerable<PSObject> Shape(PSObject item)
    {
        if (ExpandProperty != null)
        {
            var values = PropertySelector.Parse(ExpandProperty).Values(item).ToList();
            if (values.Count == 0)
            {
                WriteError(new ErrorRecord(
                    new PSArgumentException($"Property \"{ExpandProperty}\" cannot be found."),
                    "ExpandPropertyNotFound",
                    ErrorCategory.InvalidArgument,
                    item));
            }

            foreach (var (_, value) in values)
            {
                if (LanguagePrimitives.GetEnumerable(value) is not { } items)
                {
                    if (value != null) yield return PSObject.AsPSObject(value);
                    continue;
                }

                foreach (var one in items)
                {
                    if (one != null) yield return PSObject.AsPSObject(one);
                }
            }

            yield break;
        }

        if (_properties.Count == 0)
        {
            yield return item;
            yield break;
        }

        var selected = new PSObject();
        var excluded = _excluded.SelectMany(selector => selector.Values(item)).Select(found => found.Name)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var property in _properties)
        {
            var values = property.Values(item).ToList();
            // A property that is not there is still a column, an empty one.
            if (values.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(property.Name)) values = [(property.Name, null)];
            foreach (var (name, value) in values)
            {
                if (!excluded.Contains(name) && selected.Properties[name] is null)
                    selected.Properties.Add(new PSNoteProperty(name, value));
            }
        }

        selected.TypeNames.Insert(0, "Selected." + item.BaseObject.GetType());
        yield return selected;
    }

    private bool SameValue(PSObject first, PSObject second)
    {
        var comparer = new ValueComparer(caseSensitive: !CaseInsensitive);
        if (first.BaseObject is not PSCustomObject || second.BaseObject is not PSCustomObject) return comparer.Equals(first, second);

        var others = second.Properties.ToDictionary(property => property.Name, property => property.Value);
        return first.Properties.Count() == others.Count
            && first.Properties.All(p => others.TryGetValue(p.Name, out var other) && comparer.Equals(p.Value, other));
    }
}
