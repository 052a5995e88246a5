using System.Threading.Channels;
using KindTools.Core.Engines;
using KindTools.Core.Images;
using KindTools.Core.Watching;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Watching;

public sealed class ImageWatcherTests : IDisposable
{
    private static readonly TestImage Old = TestImage.Create("app:dev", TestImage.Layer(1, 1000));
    private static readonly TestImage New = TestImage.Create("app:dev", TestImage.Layer(2, 1000));
    private static readonly TestImage Newer = TestImage.Create("app:dev", TestImage.Layer(3, 1000));
    private static readonly TestImage Web = TestImage.Create("web:dev", TestImage.Layer(4, 1000));

    private readonly FakeNode _node = new();
    private readonly FakeEngine _engine;
    private readonly FakeEvents _events = new();
    private readonly RecordingLog _log = new();
    private readonly Channel<ImageImportResult> _results = Channel.CreateUnbounded<ImageImportResult>();
    private readonly CancellationTokenSource _ending = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private Task _watching = Task.CompletedTask;
    private bool _isApproved = true;
    private int _looks;

    public ImageWatcherTests()
    {
        _engine = FakeNode.EngineOf(_node);
        _engine.Events = _events.FollowAsync;
    }

    [Fact]
    public async Task What_is_built_is_imported()
    {
        Watch("app:dev");
        await LookedAsync();

        Build(New);

        Assert.Equal((New.Name, ImageImportStatus.Imported), Summary(await NextAsync()));
        Assert.Equal(New.ManifestDigest, _node.Names[New.Name]);
        await StopAsync();
        Assert.Empty(_log.Errors);
    }

    [Fact]
    public async Task An_image_that_has_lost_its_name_for_a_moment_is_imported_when_it_has_it_again()
    {
        Watch("app:dev");
        await LookedAsync();

        _engine.Nameless.Add(New.Name);
        Build(New);
        await LookedAsync();
        _events.Send(EngineEventKind.ImageNamed, "app:dev");

        Assert.Equal((New.Name, ImageImportStatus.Imported), Summary(await NextAsync()));
        await StopAsync();
        Assert.Empty(_log.Errors);
    }

    [Fact]
    public async Task A_build_of_the_same_content_is_nothing_to_do()
    {
        Has(New);
        _node.Holding(New);
        Watch("app:dev");
        await LookedAsync();

        _events.Send(EngineEventKind.ImageNamed, "app:dev");
        Build(Web); // Which is not watched.
        Has(Newer);
        _events.Send(EngineEventKind.ImageNamed, "app:dev");

        Assert.Equal(Newer.ConfigDigest, (await NextAsync()).ImageId);
        Assert.Single(_node.Imports);
        await StopAsync();
    }

    [Theory]
    // the name watched, what the node has, whether it is imported at the start
    [InlineData("app:dev", true, true)]
    [InlineData("app:dev", false, true)]
    [InlineData("app*", true, true)]
    [InlineData("app*", false, false)]
    [InlineData("", true, true)]
    [InlineData("", false, false)]
    public async Task At_the_start_an_older_build_is_replaced_and_what_is_missing_comes_only_where_it_was_named(string name, bool nodeHasOld, bool isImported)
    {
        Has(New);
        if (nodeHasOld) _node.Holding(Old);
        Watch(name);
        await LookedAsync();

        Build(Web);
        if (isImported) Assert.Equal(New.Name, (await NextAsync()).Image);
        else if (name.Length == 0) Assert.Equal(Web.Name, (await NextAsync()).Image);

        await StopAsync();
        Assert.Equal(isImported, _node.Names.GetValueOrDefault(New.Name) == New.ManifestDigest);
    }

    [Fact]
    public async Task A_build_while_an_import_is_under_way_is_one_import_more()
    {
        Watch("app:dev");
        await LookedAsync();
        using var gate = new SemaphoreSlim(0);
        using var importing = new SemaphoreSlim(0);
        _node.Importing = () =>
        {
            importing.Release();
            gate.Wait(_ending.Token);
            return null;
        };

        Build(Old);
        await importing.WaitAsync(_ending.Token);
        Build(New);
        Build(Newer);
        gate.Release(2);

        Assert.Equal(Old.ConfigDigest, (await NextAsync()).ImageId);
        Assert.Equal(Newer.ConfigDigest, (await NextAsync()).ImageId);
        await StopAsync();
        Assert.Equal(2, _node.Imports.Count);
    }

    [Fact]
    public async Task What_was_built_while_the_engine_was_out_of_reach_is_imported_when_it_is_back()
    {
        Has(Old);
        _node.Holding(Old);
        Watch("app:dev");
        await LookedAsync();

        Has(New);
        _events.Break(new KindToolsException("EngineConnectionLost", FailureCategory.ConnectionError, "gone"));

        Assert.Equal(New.ConfigDigest, (await NextAsync()).ImageId);
        await StopAsync();
        Assert.Single(_log.Warnings);
        Assert.Empty(_log.Errors);
    }

    [Fact]
    public async Task A_failed_import_is_reported_and_made_up_for_when_the_node_starts_again()
    {
        Watch("app:dev");
        await LookedAsync();
        _node.Importing = () => new ExecResult(1, [], "ctr: no space left on device");
        Build(New);
        Assert.Equal(ImageImportStatus.Failed, (await NextAsync()).Status);

        _node.Importing = () => null;
        _events.Send(EngineEventKind.NodeStarted, _node.Node.Name);

        Assert.Equal((New.Name, ImageImportStatus.Imported), Summary(await NextAsync()));
        await StopAsync();
        Assert.Contains("no space left", Assert.Single(_log.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_does_not_run_gets_what_it_missed_when_it_starts()
    {
        _engine.Containers[0] = Kind.Container(_node.Node.Name, state: "exited");
        Watch("app:dev");
        await LookedAsync();
        Build(New);
        await LookedAsync();

        _engine.Containers[0] = Kind.Container(_node.Node.Name);
        _events.Send(EngineEventKind.NodeStarted, _node.Node.Name);

        Assert.Equal((New.Name, ImageImportStatus.Imported), Summary(await NextAsync()));
        await StopAsync();
        Assert.Empty(_log.Errors);
    }

    [Fact]
    public async Task A_node_that_has_just_started_is_waited_for()
    {
        Has(New);
        Watch("app:dev");
        await NextAsync();
        _node.Names.Clear();
        var real = _engine.Exec;
        var refusals = 3;
        _engine.Exec = (id, command) => refusals-- > 0 ? FakeEngine.Fails(1, "ctr: cannot connect to containerd") : real(id, command);

        _events.Send(EngineEventKind.NodeStarted, _node.Node.Name);

        Assert.Equal((New.Name, ImageImportStatus.Imported), Summary(await NextAsync()));
        await StopAsync();
        Assert.Empty(_log.Errors);
    }

    [Fact]
    public async Task What_is_not_approved_is_told_and_not_asked_again()
    {
        _isApproved = false;
        Watch("app:dev");
        await LookedAsync();
        Build(New);

        Assert.Equal(ImageImportStatus.WouldImport, (await NextAsync()).Status);
        _events.Send(EngineEventKind.ImageNamed, "app:dev");
        Build(Newer);

        Assert.Equal(ImageImportStatus.WouldImport, (await NextAsync()).Status);
        await StopAsync();
        Assert.Empty(_node.Imports);
    }

    [Fact]
    public async Task A_name_that_the_engine_does_not_have_yet_is_a_warning_with_those_near_it()
    {
        Has(New);
        Watch("ap:dev");
        await LookedAsync();
        await StopAsync();

        Assert.Contains("no image 'ap:dev' yet", Assert.Single(_log.Warnings), StringComparison.Ordinal);
        Assert.Contains("Near it: app:dev", _log.Warnings[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_node_there_is_nothing_to_watch_for()
    {
        await RunAsync(new WatchRequest([], Kind.Patterns("none"), []));

        Assert.Equal("ClusterNotFound", Assert.Single(_log.Errors).ErrorId);
        Assert.Equal(0, _events.Tries);
    }

    public void Dispose()
    {
        _ending.Dispose();
        _engine.Dispose();
    }

    private void Has(params TestImage[] images)
    {
        foreach (var image in images) _engine.Images[image.Name] = new EngineImage(image.ConfigDigest, 1, [new ImageContent(image.Platform, null, image.ConfigDigest)]);
        _engine.Save = names => new MemoryStream(Archives.OciLayout([.. names.Select(name => new[] { Old, New, Newer, Web }.Single(image => image.Name == name && _engine.Images[name].Id == image.ConfigDigest))]));
    }

    private void Build(TestImage image)
    {
        Has(image);
        _events.Send(EngineEventKind.ImageNamed, image.Reference.Familiar);
    }

    private void Watch(string names) => _watching = RunAsync(new WatchRequest(names.Length == 0 ? [] : Kind.Patterns(names.Split(' ')), [], []));

    private Task RunAsync(WatchRequest request)
    {
        var output = new WatchOutput(result => _results.Writer.WriteAsync((ImageImportResult)result).AsTask(), (_, _) => Task.FromResult(_isApproved));
        return new ImageWatcher(_engine, restart: null, output, _log) { Pause = (_, _) => Task.Delay(5, _ending.Token) }.RunAsync([request], _ending.Token);
    }

    /// <summary>Until the watch has looked once more, and waits.</summary>
    private async Task LookedAsync()
    {
        while (_log.Verboses.Count(message => message.StartsWith("Waiting for", StringComparison.Ordinal)) <= _looks) await Task.Delay(5, _ending.Token);
        _looks++;
    }

    private Task<ImageImportResult> NextAsync() => _results.Reader.ReadAsync(_ending.Token).AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    private async Task StopAsync()
    {
        await _ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _watching);
    }

    private static (string Image, ImageImportStatus Status) Summary(ImageImportResult result) => (result.Image, result.Status);
}
