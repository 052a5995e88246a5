using System.Management.Automation;

namespace KindTools.Console.Commands.Objects;

/// <summary><c>Measure-Object</c>: count, sum and the like of numbers, lines, words and characters of text.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "Object", DefaultParameterSetName = "GenericMeasure")]
internal sealed class MeasureObjectCommand : PSCmdlet
{
    private static readonly char[] Blanks = [' ', '\t', '\r', '\n'];

    private readonly Dictionary<string, List<object>> _values = [];
    private readonly List<string> _names = [];
    private int _count;

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)]
    public object[] Property { get; set; } = [];

    [Parameter(ParameterSetName = "GenericMeasure")]
    public SwitchParameter Sum { get; set; }

    [Parameter(ParameterSetName = "GenericMeasure")]
    public SwitchParameter Average { get; set; }

    [Parameter(ParameterSetName = "GenericMeasure")]
    public SwitchParameter Maximum { get; set; }

    [Parameter(ParameterSetName = "GenericMeasure")]
    public SwitchParameter Minimum { get; set; }

    [Parameter(ParameterSetName = "GenericMeasure")]
    public SwitchParameter StandardDeviation { get; set; }

    [Parameter(ParameterSetName = "GenericMeasure")]
    public SwitchParameter AllStats { get; set; }

    [Parameter(ParameterSetName = "TextMeasure")]
    public SwitchParameter Line { get; set; }

    [Parameter(ParameterSetName = "TextMeasure")]
    public SwitchParameter Word { get; set; }

    [Parameter(ParameterSetName = "TextMeasure")]
    public SwitchParameter Character { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject is null) return;

        _count++;
        if (Property.Length == 0)
        {
            Add("", InputObject.BaseObject);
            return;
        }

        foreach (var (name, value) in Property.Select(PropertySelector.Parse).SelectMany(selector => selector.Values(InputObject)))
        {
            if (value != null) Add(name, value is PSObject wrapped ? wrapped.BaseObject : value);
        }
    }

    protected override void EndProcessing()
    {
        if (_names.Count == 0 && Property.Length == 0) Write("", []);
        foreach (var name in _names) Write(name, _values[name]);
        foreach (var missing in Property.Select(PropertySelector.Parse).Select(p => p.Name).Where(name =>
            _count > 0 && !WildcardPattern.ContainsWildcardCharacters(name) && !_names.Contains(name, StringComparer.OrdinalIgnoreCase)))
        {
            WriteError(new ErrorRecord(
                new PSArgumentException($"The property \"{missing}\" cannot be found in the input for any objects."),
                "GenericMeasurePropertyNotFound",
                ErrorCategory.InvalidArgument,
                null));
        }
    }

    private void Add(string name, object value)
    {
        if (!_values.TryGetValue(name, out var values))
        {
            _values[name] = values = [];
            _names.Add(name);
        }

        values.Add(value);
    }

    private void Write(string name, List<object> values)
    {
        var result = new PSObject();
        if (Line || Word || Character) MeasureText(result, values);
        else MeasureValues(result, values);
        result.Properties.Add(new PSNoteProperty("Property", name.Length == 0 ? null : name));
        WriteObject(result);
    }

    private void MeasureText(PSObject result, List<object> values)
    {
        var texts = values.ConvertAll(value => LanguagePrimitives.ConvertTo<string>(value) ?? "");
        result.TypeNames.Insert(0, "Microsoft.PowerShell.Commands.TextMeasureInfo");
        Set(result, "Lines", Line, texts.Sum(text => text.TrimEnd('\n').Split('\n').Length));
        Set(result, "Words", Word, texts.Sum(text => text.Split(Blanks, StringSplitOptions.RemoveEmptyEntries).Length));
        Set(result, "Characters", Character, texts.Sum(text => text.Length));
    }

    private void MeasureValues(PSObject result, List<object> values)
    {
        result.TypeNames.Insert(0, "Microsoft.PowerShell.Commands.GenericMeasureInfo");
        result.Properties.Add(new PSNoteProperty("Count", values.Count));

        var numeric = Sum || Average || StandardDeviation || AllStats;
        var numbers = numeric ? values.ConvertAll(value => LanguagePrimitives.ConvertTo<double>(value)) : [];
        var average = numbers.Count > 0 ? numbers.Average() : 0;
        var deviation = numbers.Count > 1 ? Math.Sqrt(numbers.Sum(n => (n - average) * (n - average)) / (numbers.Count - 1)) : 0;
        Set(result, "Average", Average || AllStats, average);
        Set(result, "Sum", Sum || AllStats, numbers.Sum());
        Set(result, "Maximum", Maximum || AllStats, Extreme(values, largest: true));
        Set(result, "Minimum", Minimum || AllStats, Extreme(values, largest: false));
        Set(result, "StandardDeviation", StandardDeviation || AllStats, deviation);
    }

    private static object? Extreme(List<object> values, bool largest)
    {
        var comparer = new ValueComparer(caseSensitive: false);
        var found = largest ? values.Max(comparer) : values.Min(comparer);
        // Numbers come out as doubles, whatever they were, as in pwsh.
        return LanguagePrimitives.TryConvertTo<double>(found, out var number) && found is not string and not DateTime ? number : found;
    }

    private static void Set(PSObject result, string name, bool asked, object? value) =>
        result.Properties.Add(new PSNoteProperty(name, asked ? value : null));
}
