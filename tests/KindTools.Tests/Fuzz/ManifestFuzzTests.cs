using CsCheck;
using KindTools.Core.Manifests;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Fuzz;

public class ManifestFuzzTests
{
    private static readonly HashSet<string> Errors = ["ManifestSyntaxError", "ManifestIsTemplate", "RepairNotSafe"];

    private static readonly FuzzCorpus Corpus = new(
        [.. FuzzCorpus.Files("fuzz/manifest"), .. FuzzCorpus.Files("manifests", "*.yaml"), .. FuzzCorpus.Files("manifests", "*.json")],
        "---\n", "...\n", "\n", "\r\n", "\t", "  ", ": ", "- ", "? ", "&a ", "*a", "<<: *a\n", "!!str ", "| \n", ">-\n", "'", "\"", "\\U00110000", "\\xZZ", "\\ud800", "{", "}", "[", "]", ",", "#", "%YAML 1.2\n", "%TAG ! a:\n",
        "{{ .Values.x }}", "{{- end }}", "${TAG}", "image: app\n", "imagePullPolicy: Always\n", "image: app:v1", "containers:\n", "kind: List\n", "items:\n", "kind: Pod\n", "apiVersion: v1\n", "\uFEFF", "\u2028", "\u0085", "\0");

    private static readonly RepairWish[] Wishes = [RepairWish.Default, new(PullPolicy.Never, Tag: null), new(PullPolicy.IfNotPresent, "v1")];

    [Fact]
    public void Any_text_is_judged_or_told_as_broken_and_a_repair_of_it_loses_nothing() => Corpus.Try(Corpus.Wounded, input =>
    {
        var text = input.Text;
        var wish = Wishes[text.Length % Wishes.Length];
        var before = FuzzCorpus.Counted(input, () => Judge(text));
        var repaired = FuzzCorpus.Counted(input, () => Repair(text, wish));

        Assert.All(before, result => Assert.InRange(result.Line, 1, text.Count(character => character == '\n') + 1));
        var mended = repaired.Repairs.Count(repair => repair.Status == PullPolicyRepairStatus.Repaired);
        Assert.Equal(mended == 0, repaired.Text == text);
        Assert.Equal(repaired.Text, Repair(repaired.Text, wish).Text);
        Assert.Equal(before.Count, Judge(repaired.Text).Count);
    });

    private static List<PullPolicyResult> Judge(string text)
    {
        var log = new RecordingLog();
        List<PullPolicyResult> results = [.. new ManifestScanner(ManifestContext.Bare).ReadWhole(text, log, CancellationToken.None).Select(container => PullPolicyReport.Describe(container, ManifestContext.Bare))];
        AssertDocumented(log);
        return results;
    }

    private static RepairedText Repair(string text, RepairWish wish)
    {
        var log = new RecordingLog();
        var repaired = new TextRepairer(wish).Repair(text, ManifestContext.Bare, _ => true, log, CancellationToken.None);
        AssertDocumented(log);
        return repaired;
    }

    private static void AssertDocumented(RecordingLog log) => Assert.All(log.Errors, error => Assert.Contains(error.ErrorId, Errors));
}
