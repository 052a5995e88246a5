using KindTools.Core.Manifests;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Manifests;

/// <summary>Judges manifests that stand in a test.</summary>
internal static class ManifestText
{
    /// <summary>What is said about each container; nothing may be wrong with the text.</summary>
    public static List<PullPolicyResult> Test(string text)
    {
        var (results, errors) = TestBroken(text);
        Assert.Empty(errors);
        return results;
    }

    public static (List<PullPolicyResult> Results, List<KindToolsException> Errors) TestBroken(string text)
    {
        var log = new RecordingLog();
        return ([.. new PullPolicyTester("/").TestText(text + "\n", log, TestContext.Current.CancellationToken)], [.. log.Errors]);
    }

    /// <summary>The containers as the model has them.</summary>
    public static List<PodContainer> Containers(string text)
    {
        var document = new YamlDocument();
        var containers = new List<PodContainer>();
        for (var reader = new YamlReader(DocumentText.Whole(text), document); reader.ReadNext(TestContext.Current.CancellationToken);)
            containers.AddRange(ManifestObject.In(document).SelectMany(owner => PodSpecFinder.Find(document, owner, [])));
        return containers;
    }

    /// <summary>A pod with the given lines as its spec.</summary>
    public static string Pod(string spec) =>
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n" + string.Concat(spec.Split('\n').Select(line => $"  {line}\n"));
}
