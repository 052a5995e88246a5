using System.Formats.Tar;
using KindTools.Core.Engines;
using KindTools.Core.Images;
using KindTools.Core.Nodes;
using KindTools.Core.Transfer;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Transfer;

/// <summary>A test that feeds an archive to nodes.</summary>
public abstract class ArchiveTransferTest : IDisposable
{
    private protected const int Large = 5 * 1024 * 1024;
    private protected static readonly TestImage App = TestImage.Create("app:dev", TestImage.Layer(1, 1000), TestImage.Layer(2, Large), TestImage.Layer(3, 70_000));

    private readonly FakeEngine _engine = new();

    private protected RecordingLog Log { get; } = new();

    private protected List<NodeImport> Imports { get; } = [];

    public void Dispose()
    {
        foreach (var import in Imports) import.Dispose();
        _engine.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static string Path(byte[] content) => "blobs/" + TestImage.Digest(content).Replace(':', '/');

    private protected static IEnumerable<ArchiveEntry> Blobs(IEnumerable<ArchiveEntry> entries) =>
        entries.Where(entry => entry.Name.StartsWith("blobs/", StringComparison.Ordinal) && entry.Type != TarEntryType.Directory);

    private protected static OciIndex Index(IEnumerable<ArchiveEntry> entries) =>
        Assert.IsType<OciIndex>(OciDocument.TryParse(entries.Single(entry => entry.Name == "index.json").Content));

    private protected Task<FakeExecSession> StartAsync(params byte[][] held) => StartAsync(Taking(), everything: false, held);

    private protected Task<FakeExecSession> StartAsync(bool everything, params byte[][] held) => StartAsync(Taking(), everything, held);

    /// <summary>A node that takes everything.</summary>
    private protected static FakeExecSession Taking() => new()
    {
        Completing = (_, _) => Task.FromResult(new ExecResult(0, "--- taken\n--- images\nx86_64\n--- content\n"u8.ToArray(), "")),
    };

    private protected async Task<FakeExecSession> StartAsync(FakeExecSession session, bool everything = false, params byte[][] held)
    {
        _engine.Exec = (_, _) => session;
        var content = new NodeContent(new ImagePlatform("linux", "amd64", null), [], new Dictionary<string, (OciDocument, long)>());
        var state = NodeState.From(Kind.Node($"node{Imports.Count}"), content, held.ToDictionary(blob => TestImage.Digest(blob), blob => (long)blob.Length));
        var job = new TransferJob([App.Wanted], [state], everything);
        Imports.Add(await NodeImport.StartAsync(_engine, state, job, ImageTransferWay.Archive, TestContext.Current.CancellationToken));
        return session;
    }

    private protected static SourceArchive Opened(Stream content) => new(content, new Dictionary<string, string>());

    private protected TransferJob Job(TestImage image) => new([image.Wanted], [.. Imports.Select(import => import.State)], Everything: false);

    private protected TransferProgress Progress() => new(Log, "Importing app:dev", App.Blobs.Sum(blob => (long)blob.Length), Imports.Select(import => import.Node));

    private protected Task RunAsync(byte[] archive) => RunAsync(new CountingStream(new MemoryStream(archive)));

    private protected Task RunAsync(Stream archive, TestImage? image = null) =>
        new ArchiveTransfer(Job(image ?? App), Imports, Progress()).RunAsync(Opened(archive), TestContext.Current.CancellationToken);
}
