using CsCheck;
using KindTools.Core.Manifests;
using KindTools.Tests.Fakes;
using YamlDotNet.RepresentationModel;
using YamlNode = YamlDotNet.RepresentationModel.YamlNode;

namespace KindTools.Tests.Manifests;

/// <summary>What holds for a repair of any text, tried with ten thousand manifests in random styles each.</summary>
public class RepairPropertyTests
{
    private const int Cases = 10_000;

    private static readonly Gen<string> Manifests = Gen.Select(Gen.Int, Gen.Int[1, 3], (seed, size) => new RandomManifest(seed, size).Write());

    private static readonly Gen<RepairWish> Wishes =
        Gen.OneOf(RepairWish.Default, new RepairWish(PullPolicy.Never, Tag: null), new RepairWish(PullPolicy.IfNotPresent, "v1"));

    /// <summary>A manifest in which a few characters went wrong.</summary>
    private static readonly Gen<string> Damaged = Gen.Select(
        Manifests,
        Gen.Select(Gen.Int[0, int.MaxValue], Gen.OneOf("", " ", "\n", ":", "- ", "{", "}", "\"", "'", "#", "&a ", "*a", "|", "image: app\n", "<<: *a\n", "\t", "{{ x }}", "---\n")).Array[1, 4],
        (text, wounds) => wounds.Aggregate(text, (hurt, wound) => hurt.Length == 0 ? hurt : hurt.Remove(wound.Item1 % hurt.Length, wound.Item1 % 3 == 0 ? 1 : 0).Insert(wound.Item1 % hurt.Length, wound.Item2)));

    [Fact]
    public void A_repair_changes_what_was_meant_once_and_nothing_else() => Gen.Select(Manifests, Wishes).Sample(
        (text, wish) =>
        {
            var (repaired, errors) = Repair(text, wish);

            // Only a tag does not help where the policy is Always.
            if (wish.Tag is null) Assert.Empty(errors);
            Assert.Equal(Intended(text, repaired.Repairs, wish).Select(Canonical), Nodes(repaired.Text).Select(Canonical));
            AssertReverts(text, repaired);
            Assert.All(Judge(repaired.Text), result => Assert.True(
                result.Verdict != PullPolicyVerdict.IgnoresNodeImage || (wish.Tag is not null && result.DeclaredPolicy == "Always"), result.Image));
            Assert.Equal(repaired.Text, Repair(repaired.Text, wish).Repaired.Text);
        },
        iter: Cases);

    [Fact]
    public void Of_a_damaged_text_nothing_is_lost() => Gen.Select(Damaged, Wishes).Sample(
        (text, wish) =>
        {
            var before = Judge(text);
            var repaired = Repair(text, wish).Repaired;

            AssertReverts(text, repaired);
            var mended = repaired.Repairs.Count(repair => repair.Status == PullPolicyRepairStatus.Repaired);
            var after = Judge(repaired.Text);
            Assert.Equal(before.Count, after.Count);
            var changed = before.Zip(after).Where(pair => Facts(pair.First) != Facts(pair.Second)).Select(pair => pair.First).ToList();
            Assert.True(mended == changed.Count, string.Join("\n", changed.Select(c => $"{c.Document} {c.Line}:{c.Column} {c.Kind}/{c.Name} {c.ContainerType} {c.Container} {c.Image}")));
        },
        iter: Cases);

    private static (string?, string?) Facts(PullPolicyResult result) => (result.Image, result.DeclaredPolicy);

    private static (RepairedText Repaired, IReadOnlyList<KindToolsException> Errors) Repair(string text, RepairWish wish)
    {
        var log = new RecordingLog();
        return (new TextRepairer(wish).Repair(text, ManifestContext.Bare, _ => true, log, TestContext.Current.CancellationToken), log.Errors);
    }

    private static List<PullPolicyResult> Judge(string text) =>
        [.. new ManifestScanner(ManifestContext.Bare).ReadWhole(text, new RecordingLog(), TestContext.Current.CancellationToken).Select(container => PullPolicyReport.Describe(container, ManifestContext.Bare))];

    /// <summary>The documents as another reader sees them, changed there as the repair was meant to change the text.</summary>
    private static List<YamlNode> Intended(string text, IReadOnlyList<PullPolicyRepair> repairs, RepairWish wish)
    {
        var documents = Nodes(text);
        var found = documents.SelectMany(document => document.AllNodes).OfType<YamlMappingNode>().ToList();
        foreach (var repair in repairs.Where(repair => repair.Status == PullPolicyRepairStatus.Repaired))
        {
            var (imageKey, policyKey) = repair.ContainerType == ContainerType.ImageVolume ? ("reference", "pullPolicy") : ("image", "imagePullPolicy");
            var container = found.Single(mapping => mapping.Children.TryGetValue(imageKey, out var image) && IsAt(image, repair));
            container.Children[wish.Tag is null ? policyKey : imageKey] = wish.Tag is null ? wish.Policy.ToString() : repair.NewImage;
        }

        return documents;
    }

    private static List<YamlNode> Nodes(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text.TrimStart('\uFEFF')));
        return [.. stream.Documents.Select(document => document.RootNode)];
    }

    // That reader counts an anchor to its node.
    private static bool IsAt(YamlNode image, PullPolicyRepair repair) =>
        image.Start.Line == repair.Line && image.Start.Column <= repair.Column && repair.Column < image.End.Column;

    private static string Canonical(YamlNode node) => node switch
    {
        YamlMappingNode mapping => $"{{{string.Join(", ", mapping.Children.Select(entry => $"{entry.Key}: {Canonical(entry.Value)}").Order(StringComparer.Ordinal))}}}",
        YamlSequenceNode sequence => $"[{string.Join(", ", sequence.Children.Select(Canonical))}]",
        _ => $"<{node}>",
    };

    /// <summary>The edits that are told are those that were made: taken back, they leave the text as it was.</summary>
    private static void AssertReverts(string before, RepairedText repaired)
    {
        var mark = before.StartsWith('\uFEFF') ? 1 : 0;
        var reverted = repaired.Text;
        var starts = LineStarts(before[mark..]);
        foreach (var edit in repaired.Repairs.Select(repair => repair.Edit).OfType<ManifestEdit>().OrderBy(edit => edit.StartLine).ThenBy(edit => edit.StartColumn))
        {
            // What comes before this edit is as it was again.
            var at = mark + starts[edit.StartLine - 1] + edit.StartColumn - 1;
            Assert.Equal(edit.NewText, reverted.Substring(at, edit.NewText.Length));
            Assert.Equal(at + edit.OldText.Length, mark + starts[edit.EndLine - 1] + edit.EndColumn - 1);
            reverted = reverted.Remove(at, edit.NewText.Length).Insert(at, edit.OldText);
        }

        Assert.Equal(before, reverted);
    }

    private static List<int> LineStarts(string text)
    {
        var starts = new List<int> { 0 };
        for (var at = text.IndexOf('\n', StringComparison.Ordinal); at >= 0; at = text.IndexOf('\n', at + 1)) starts.Add(at + 1);
        return starts;
    }
}
