using System.Reflection;
using System.Text;
using System.Text.Json;

namespace KindTools.Core.Manifests;

/// <summary>
/// Findings as SARIF 2.1.0 (OASIS), which code scanning shows on the lines that they are about. Written by hand, because
/// Microsoft's SDK for it would bring five megabytes and Windows' event tracing for a file of one shape.
/// </summary>
public static class SarifWriter
{
    private const string Schema = "https://json.schemastore.org/sarif-2.1.0.json";
    private const string Version = "2.1.0";
    private const string Project = "https://github.com/KindTools/KindTools";
    private const string Page = Project + "/blob/main/docs/Test-PodPullPolicy.md";
    private const string Root = "SRCROOT";

    /// <summary>Writes findings; containers that are as they should be are none.</summary>
    /// <param name="results">What a test has found.</param>
    /// <param name="root">The full path of the folder that files are named from, most often that of the repository.</param>
    public static string Write(IEnumerable<PullPolicyResult> results, string root)
    {
        var findings = results.Select(result => (Result: result, Failure: FindingErrors.For(result))).Where(finding => finding.Failure is not null).ToList();
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("$schema", Schema);
            json.WriteString("version", Version);
            json.WriteStartArray("runs");
            json.WriteStartObject();
            WriteTool(json, [.. findings.Select(finding => (finding.Failure!.ErrorId, finding.Result.Verdict)).Distinct()]);
            json.WriteString("columnKind", "utf16CodeUnits");
            json.WriteStartObject("originalUriBaseIds");
            json.WriteStartObject(Root);
            json.WriteString("uri", new Uri(Path.TrimEndingDirectorySeparator(root) + "/").AbsoluteUri);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartArray("results");
            foreach (var (result, failure) in findings) WriteResult(json, result, failure!.ErrorId, root);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void WriteTool(Utf8JsonWriter json, IReadOnlyList<(string Id, PullPolicyVerdict Verdict)> rules)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "KindTools");
        json.WriteString("version", typeof(SarifWriter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);
        json.WriteString("informationUri", Project);
        json.WriteStartArray("rules");
        foreach (var (id, verdict) in rules)
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            WriteText(json, "shortDescription", ShortDescription(verdict));
            json.WriteString("helpUri", Page);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, PullPolicyResult result, string rule, string root)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", rule);
        json.WriteString("level", result.Severity == FindingSeverity.Error ? "error" : "warning");
        WriteText(json, "message", $"{result.Kind}/{result.Name}, {result.Container ?? "container"}: {result.Reason} {result.Remedy}".TrimEnd());
        if (result.File is { } file)
        {
            json.WriteStartArray("locations");
            json.WriteStartObject();
            json.WriteStartObject("physicalLocation");
            WriteArtifact(json, file, root);
            WriteRegion(json, "region", (result.Line, result.Column), end: null);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndArray();
            if (result.SuggestedEdit is { } edit) WriteFix(json, file, edit, root);
        }

        json.WriteEndObject();
    }

    private static void WriteFix(Utf8JsonWriter json, string file, ManifestEdit edit, string root)
    {
        json.WriteStartArray("fixes");
        json.WriteStartObject();
        WriteText(json, "description", "Use the image on the node: imagePullPolicy IfNotPresent.");
        json.WriteStartArray("artifactChanges");
        json.WriteStartObject();
        WriteArtifact(json, file, root);
        json.WriteStartArray("replacements");
        json.WriteStartObject();
        WriteRegion(json, "deletedRegion", (edit.StartLine, edit.StartColumn), (edit.EndLine, edit.EndColumn));
        WriteText(json, "insertedContent", edit.NewText);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    // Files elsewhere keep their whole address.
    private static void WriteArtifact(Utf8JsonWriter json, string file, string root)
    {
        var relative = Path.GetRelativePath(root, file);
        var isWithin = !Path.IsPathRooted(relative) && relative != ".." && !relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", isWithin ? string.Join('/', relative.Split(Path.DirectorySeparatorChar).Select(Uri.EscapeDataString)) : new Uri(file).AbsoluteUri);
        if (isWithin) json.WriteString("uriBaseId", Root);
        json.WriteEndObject();
    }

    private static void WriteRegion(Utf8JsonWriter json, string name, (int Line, int Column) start, (int Line, int Column)? end)
    {
        json.WriteStartObject(name);
        json.WriteNumber("startLine", start.Line);
        json.WriteNumber("startColumn", start.Column);
        if (end is { } last)
        {
            json.WriteNumber("endLine", last.Line);
            json.WriteNumber("endColumn", last.Column);
        }

        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static string ShortDescription(PullPolicyVerdict verdict) => verdict switch
    {
        PullPolicyVerdict.IgnoresNodeImage => "The kubelet asks the registry, whatever image the node has.",
        PullPolicyVerdict.Unresolved => "The image or the policy has not been rendered yet.",
        PullPolicyVerdict.InvalidImageName => "The image is not a valid reference.",
        PullPolicyVerdict.Rejected => "The API server refuses the object or its pods.",
        PullPolicyVerdict.NodeLacksImage => "A node lacks the image and asks the registry for it.",
        PullPolicyVerdict.FailsWithoutImage => "A node lacks the image and may not ask the registry for it.",
        _ => "The image on a node is not the one that the container engine has.",
    };
}
