using System.Buffers;
using System.Text;

namespace KindTools.Tests.Manifests;

/// <summary>
/// Writes manifests in all the styles that YAML allows and people use: block and flow, any indentation, quotation marks,
/// comments, JSON, anchors, either kind of line end. The same seed and size give the same text.
/// </summary>
internal sealed class RandomManifest(int seed, int size)
{
    private static readonly string[] Images =
    [
        "app", "app:latest", "registry:5000/team/app", "localhost:5001/app:latest", "ghcr.io/a/b:latest@sha256:" + Digest, "app:1", "app@sha256:" + Digest,
    ];

    private static readonly string[] Comments = ["# why", "# image: other", "#", "# é 漢 😀 {[\"'", "# imagePullPolicy: Always"];
    private static readonly SearchValues<char> Signs = SearchValues.Create("#'\"{}[],");
    private const string Digest = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private readonly Random _random = new(seed);
    private readonly StringBuilder _text = new();
    private string _keyQuote = "";
    private int _step;
    private bool _isJson;
    private bool _isCommented;

    public string Write()
    {
        var documents = 1 + _random.Next(size);
        for (var document = 0; document < documents; document++)
        {
            if (document > 0 || Once(3)) _text.Append("---").Append(Once(3) ? " # next" : "").Append('\n');
            WriteDocument();
        }

        var text = _text.ToString();
        if (Once(3)) text = text.TrimEnd('\n');
        if (Once(3)) text = text.ReplaceLineEndings("\r\n");
        return (Once(5) ? "\uFEFF" : "") + text;
    }

    private void WriteDocument()
    {
        _step = 1 + _random.Next(4);
        _isJson = Once(5);
        _isCommented = !_isJson && Once(2);
        _keyQuote = _isJson || Once(8) ? "\"" : Once(8) ? "'" : "";
        var root = Root();
        if (_isJson) WriteFlow(root, 0);
        else WriteBlock(root, 0, isFirstInLine: true);
        if (_isJson) _text.Append('\n');
    }

    private Map Root() => _random.Next(6) switch
    {
        0 => Object("v1", "Pod", PodSpec()),
        1 => Object("apps/v1", "Deployment", new Map(("replicas", "2"), ("template", new Map(("spec", PodSpec()))))),
        2 => Object("batch/v1", "CronJob", new Map(("jobTemplate", new Map(("spec", new Map(("template", new Map(("spec", PodSpec()))))))))),
        3 => new Map(("apiVersion", "v1"), ("kind", "List"), ("items", Many(() => Object("v1", "Pod", PodSpec())))),
        4 => Object("example.com/v1", "Thing", new Map(("nested", Many(() => PodSpec())))),
        _ => new Map(("apiVersion", "v1"), ("kind", "ConfigMap"), ("data", new Map(("pod", "image: app, kind: Pod")))),
    };

    private static Map Object(string apiVersion, string kind, Map spec) =>
        new(("apiVersion", apiVersion), ("kind", kind), ("metadata", new Map(("name", "it"))), ("spec", spec));

    private Map PodSpec()
    {
        var spec = new List<(string, object)> { ("containers", Many(() => Container("image", "imagePullPolicy"))) };
        if (Once(4)) spec.Add(("initContainers", Many(() => Container("image", "imagePullPolicy"))));
        if (Once(5)) spec.Add(("volumes", Many(() => new Map(("name", "v"), ("image", Container("reference", "pullPolicy"))))));
        if (Once(3)) spec.Insert(0, ("restartPolicy", "Never"));
        return new Map([.. spec]);
    }

    private Map Container(string imageKey, string policyKey)
    {
        var fields = new List<(string, object)> { (imageKey, Pick(Images)) };
        if (Once(3)) fields.Add((policyKey, Pick(["Always", "Always", "IfNotPresent", "Never", ""])));
        if (Once(2)) fields.Add(("name", Pick(["c", "é漢😀", "a b", "x: y", "# z"])));
        if (Once(3)) fields.Add(("args", Many(() => Pick(["a", "image: app", "{}", "- b", "it's", "\"q\""]))));
        if (Once(4)) fields.Add(("env", Many(() => new Map(("name", "image"), ("value", "app")))));
        if (Once(4)) fields.Add(("resources", new Map(("limits", new Map(("cpu", "1"))))));
        if (Once(5)) fields.Add(("script", new Literal(["image: no", "", "  imagePullPolicy: Always"])));
        var order = fields.ToArray();
        _random.Shuffle(order);
        return new Map(order);
    }

    private object[] Many(Func<object> item) => [.. Enumerable.Range(0, 1 + _random.Next(size)).Select(_ => item())];

    private void WriteBlock(object node, int indent, bool isFirstInLine)
    {
        if (node is Map map)
        {
            for (var index = 0; index < map.Entries.Length; index++)
            {
                var (key, value) = map.Entries[index];
                if (index > 0 || !isFirstInLine)
                {
                    Between(indent);
                    _text.Append(' ', indent);
                }

                _text.Append(_keyQuote).Append(key).Append(_keyQuote).Append(Once(10) ? " :" : ":");
                WriteValue(value, indent);
            }

            return;
        }

        foreach (var item in (object[])node)
        {
            Between(indent);
            _text.Append(' ', indent).Append('-');
            if (item is string text)
            {
                _text.Append(' ').Append(Scalar(text, isFlow: false));
                EndLine();
            }
            else if (Once(4))
            {
                _text.Append(' ');
                WriteFlow(item, indent + 1);
                EndLine();
            }
            else if (Once(5))
            {
                EndLine();
                WriteBlock(item, indent + 1 + _random.Next(3), isFirstInLine: false);
            }
            else
            {
                var gap = 1 + _random.Next(3);
                _text.Append(' ', gap);
                WriteBlock(item, indent + 1 + gap, isFirstInLine: true);
            }
        }
    }

    private void WriteValue(object value, int indent)
    {
        switch (value)
        {
            case Literal literal:
                _text.Append(" |\n");
                foreach (var line in literal.Lines) _text.Append(' ', line.Length == 0 ? 0 : indent + _step).Append(line).Append('\n');
                break;
            case string text:
                var scalar = Scalar(text, isFlow: false);
                if (scalar.Length > 0) _text.Append(' ', 1 + (Once(6) ? _random.Next(4) : 0)).Append(Once(10) ? $"&a{_text.Length} " : "").Append(scalar);
                EndLine();
                break;
            case Map or object[] when Once(6):
                _text.Append(' ');
                WriteFlow(value, indent + 1);
                EndLine();
                break;
            default:
                EndLine();
                WriteBlock(value, indent + (value is Map || Once(2) ? _step : 0), isFirstInLine: false);
                break;
        }
    }

    private void WriteFlow(object node, int indent)
    {
        if (node is string or Literal)
        {
            _text.Append(Scalar(node is Literal ? "one line" : (string)node, isFlow: true));
            return;
        }

        var entries = node is Map map ? map.Entries : [.. ((object[])node).Select(item => ("", item))];
        var isTall = Once(3);
        var inner = indent + 1 + _random.Next(3);
        _text.Append(node is Map ? '{' : '[');
        for (var index = 0; index < entries.Length; index++)
        {
            var (key, value) = entries[index];
            if (isTall) _text.Append('\n').Append(' ', inner);
            else if (index > 0 || Once(4)) _text.Append(_isJson && Once(3) ? "" : " ");
            if (node is Map)
            {
                _text.Append(_keyQuote).Append(key).Append(_keyQuote).Append(':');
                if (_keyQuote.Length == 0 || Once(2)) _text.Append(' ');
            }

            WriteFlow(value, inner);
            if (index < entries.Length - 1 || (!_isJson && Once(8))) _text.Append(',');
            if (isTall && _isCommented && Once(4)) _text.Append(' ').Append(Pick(Comments));
        }

        if (isTall) _text.Append('\n').Append(' ', indent);
        else if (Once(4)) _text.Append(' ');
        _text.Append(node is Map ? '}' : ']');
    }

    private string Scalar(string text, bool isFlow)
    {
        var isSafe = text.Length > 0 && !text.AsSpan().ContainsAny(Signs) && !text.Contains(": ", StringComparison.Ordinal) && !text.StartsWith('-');
        var style = _isJson ? 2 : isSafe ? _random.Next(6) : text.Length == 0 && !isFlow && Once(2) ? 6 : 1 + _random.Next(2);
        return style switch
        {
            1 => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
            2 => $"\"{text.Replace("\"", "\\\"", StringComparison.Ordinal)}\"",
            6 => "",
            _ => text,
        };
    }

    private void Between(int indent)
    {
        if (Once(12)) _text.Append('\n');
        if (_isCommented && Once(6)) _text.Append(' ', Once(2) ? indent : _random.Next(6)).Append(Pick(Comments)).Append('\n');
    }

    private void EndLine()
    {
        if (_isCommented && Once(4)) _text.Append(' ', 1 + _random.Next(3)).Append(Pick(Comments));
        else if (Once(12)) _text.Append(' ');
        _text.Append('\n');
    }

    private bool Once(int inSoMany) => _random.Next(inSoMany) == 0;

    private string Pick(string[] choices) => choices[_random.Next(choices.Length)];

    private sealed record Map(params (string Key, object Value)[] Entries);

    private sealed record Literal(string[] Lines);
}
