using System.Globalization;
using KindTools.Core.Transfer;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Transfer;

public class PushLeftoversTests
{
    /// <summary>More than any system's largest process id.</summary>
    private const int NoProcess = int.MaxValue;

    public static TheoryData<string, bool> Labels => new()
    {
        { $"{NoProcess}@{Environment.MachineName}", true },
        { string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}@{Environment.MachineName}"), false },
        { $"{NoProcess}@another-machine", false },
        { "", false },
    };

    [Theory]
    [MemberData(nameof(Labels))]
    public async Task A_relay_whose_session_is_gone_is_removed(string label, bool removed)
    {
        var engine = new FakeEngine();
        var container = Kind.Container("quirky_name") with { Labels = new Dictionary<string, string> { ["io.kindtools.relay"] = label } };
        engine.Containers.AddRange([Kind.Container("kind-worker"), container]);
        var log = new RecordingLog();

        await new PushLeftovers(engine, log).RemoveRelaysAsync(TestContext.Current.CancellationToken);

        Assert.Equal(removed ? ["id-quirky_name"] : [], engine.RemovedContainers);
        Assert.Equal(removed, log.Verboses.Any(text => text.Contains("quirky_name", StringComparison.Ordinal)));
    }
}
