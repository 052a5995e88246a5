using System.Security.Cryptography;
using static KindTools.LabTests.Importing;

namespace KindTools.LabTests;

public class ImportFaultTests
{
    [Fact]
    public void A_name_that_does_not_exist_is_reported_with_what_is_near_it_and_the_others_are_imported()
    {
        var lab = Lab.WithEngine("classic");
        using var module = lab.OpenModule();
        lab.Build("kindtools-test/mistyped:1", ("content", [7]));

        var results = Import(module, "Import-KindImage kindtools-test/mistypt:1, kindtools-test/mistyped:1");

        Assert.Equal(lab.NodeCount, results.Count);
        var error = Assert.Single(module.Errors);
        Assert.StartsWith("ImageNotFound,", error.FullyQualifiedErrorId);
        Assert.Contains("kindtools-test/mistyped:1", error.Exception.Message);
    }

    [Fact]
    public async Task A_stopped_import_ends_at_once_and_leaves_no_name_behind()
    {
        var lab = Lab.WithEngine("classic");
        using var module = lab.OpenModule();
        lab.Build("kindtools-test/stopped-import:1", ("content", RandomNumberGenerator.GetBytes(300_000_000)));
        var token = TestContext.Current.CancellationToken;

        var importing = Task.Run(() => Record.Exception(() => module.Run("Import-KindImage kindtools-test/stopped-import:1")), token);
        while (module.Streams.Progress.Count == 0) await Task.Delay(20, token);
        var stopping = System.Diagnostics.Stopwatch.StartNew();
        module.Shell.Stop();
        await importing.WaitAsync(token);

        Assert.InRange(stopping.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.DoesNotContain("stopped-import", lab.OnNode(lab.NodeNames()[0], "ctr", "--namespace", "k8s.io", "images", "ls", "--quiet"));
    }
}
