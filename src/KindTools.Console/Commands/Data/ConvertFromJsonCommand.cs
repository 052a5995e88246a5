using System.Collections.Specialized;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace KindTools.Console.Commands.Data;

/// <summary><c>ConvertFrom-Json</c>.</summary>
[Cmdlet(VerbsData.ConvertFrom, "Json")]
internal sealed partial class ConvertFromJsonCommand : PSCmdlet
{
    private readonly List<string> _lines = [];

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowEmptyString]
    public string InputObject { get; set; } = "";

    [Parameter]
    public SwitchParameter AsHashtable { get; set; }

    [Parameter]
    public SwitchParameter NoEnumerate { get; set; }

    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Depth { get; set; } = 1024;

    protected override void ProcessRecord() => _lines.Add(InputObject);

    protected override void EndProcessing()
    {
        var text = string.Join('\n', _lines);
        if (string.IsNullOrWhiteSpace(text)) return;
        // Several lines are one document, or (the output of a tool) a document each.
        if (_lines.Count > 1 && TryConvert(_lines[0], out _))
        {
            foreach (var line in _lines.Where(line => !string.IsNullOrWhiteSpace(line))) Convert(line);
            return;
        }

        Convert(text);
    }

    private bool TryConvert(string text, out object? value)
    {
        value = null;
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions
            {
                AllowTrailingCommas = true,
                CommentHandling = JsonCommentHandling.Skip,
                MaxDepth = Depth,
            });
            value = Value(document.RootElement);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private void Convert(string text)
    {
        if (TryConvert(text, out var value))
        {
            WriteObject(value, enumerateCollection: !NoEnumerate);
            return;
        }

        ThrowTerminatingError(new ErrorRecord(
            new ArgumentException("Conversion from JSON failed: the text is not valid JSON."),
            "InvalidJson",
            ErrorCategory.InvalidData,
            text));
    }

    private object? Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => AsHashtable ? Table(element) : Object(element),
        JsonValueKind.Array => element.EnumerateArray().Select(Value).ToArray(),
        JsonValueKind.String => Text(element.GetString()!),
        JsonValueKind.Number => Number(element),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private PSObject Object(JsonElement element)
    {
        var result = new PSObject();
        foreach (var property in element.EnumerateObject())
        {
            result.Properties.Remove(property.Name);
            result.Properties.Add(new PSNoteProperty(property.Name, Value(property.Value)));
        }

        return result;
    }

    private OrderedDictionary Table(JsonElement element)
    {
        var table = new OrderedDictionary(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject()) table[property.Name] = Value(property.Value);
        return table;
    }

    private static object Number(JsonElement element)
    {
        if (element.TryGetInt64(out var integer)) return integer;
        return BigInteger.TryParse(element.GetRawText(), CultureInfo.InvariantCulture, out var big) ? big : element.GetDouble();
    }

    // As pwsh: what looks like a time is one.
    private static object Text(string text) =>
        TimeStamp().IsMatch(text)
        && DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time)
            ? time
            : text;

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$")]
    private static partial Regex TimeStamp();
}
