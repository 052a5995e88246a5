using KindTools.Core.Manifests;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Manifests;

/// <summary>Whole files, as people write them. Beside each lies what is to be said about it.</summary>
public class CorpusTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Data", "manifests");

    public static TheoryData<string> Files { get; } =
        [.. Directory.GetFiles(Folder).Select(Path.GetFileName).Where(name => !name!.EndsWith(".expected", StringComparison.Ordinal)).Order().Select(name => name!)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task What_is_said_about_a_file_is_what_was_agreed(string name)
    {
        var log = new RecordingLog();
        var lines = new List<string>();
        await foreach (var result in new PullPolicyTester(Folder).TestPathAsync(Path.Combine(Folder, name), recurse: false, log, TestContext.Current.CancellationToken))
        {
            lines.Add(
                $"{result.Line}:{result.Column} [{result.Document}] {result.Kind}/{result.Name} {result.ContainerType} {result.Container ?? "-"}: "
                + $"{result.Image ?? "-"} -> {result.EffectivePolicy?.ToString() ?? "-"} {result.Verdict}");
        }

        lines.AddRange(log.Errors.Select(error => error.ErrorId));

        Assert.Equal(await File.ReadAllLinesAsync(Path.Combine(Folder, name + ".expected"), TestContext.Current.CancellationToken), lines);
    }
}
