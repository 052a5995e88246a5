using System.Diagnostics;
using System.Management.Automation;

namespace KindTools.ModuleTests;

/// <summary>How cmdlets behave in a pipeline: stopping, failing, asking, telling.</summary>
[Collection(EnvironmentCollection.Name)]
public class PipelineTests
{
    /// <summary>A node has 20 seconds to answer; what ends sooner was stopped. Ctrl+C itself is to take less than one.</summary>
    private static readonly TimeSpan SoonEnough = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData("Get-KindNodeImage")]
    [InlineData("Get-KindNode")]
    [InlineData("Get-KindCluster")]
    [InlineData("Import-KindImage app:dev")]
    [InlineData("Remove-KindNodeImage app:dev")]
    [InlineData("Add-KindNodeImageTag app:dev app:v2")]
    [InlineData("Export-KindNodeImage app:dev -ToEngine")]
    [InlineData("Compare-KindImage")]
    [InlineData("Watch-KindImage app:dev")]
    public async Task CtrlC_ends_a_cmdlet_that_waits_for_a_node(string script)
    {
        using var api = new FakeDockerApi { HangingNodes = ["p1-worker"] };
        await StopsAsync(api, script);
    }

    [Theory]
    [InlineData("Get-KindNodeImage")]
    [InlineData("Import-KindImage app:dev")]
    public async Task CtrlC_ends_a_cmdlet_that_waits_for_the_engine(string script)
    {
        using var api = new FakeDockerApi { Hangs = true };
        await StopsAsync(api, script);
    }

    [Theory]
    [InlineData("Get-KindNodeImage | Select-FirstOne")]
    [InlineData("foreach ($once in 1) { Get-KindNodeImage | ForEach-Object { $_; break } }")]
    public async Task A_consumer_that_has_enough_ends_the_cmdlet_and_leaves_nothing_running(string script)
    {
        // The control plane, which comes first, answers; the worker never would.
        using var api = new FakeDockerApi { HangingNodes = ["p1-worker"] };
        using var module = new EngineModule(api.Address);
        module.Run("Import-Module -Assembly $args[0]", typeof(SelectFirstOneCommand).Assembly);
        var start = Stopwatch.GetTimestamp();

        var image = Assert.Single(module.Run(script));

        Assert.Equal("p1-control-plane", image.Properties["Node"].Value);
        Assert.Empty(module.Streams.Error);
        await api.Hung.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        await NothingIsLeftAsync(api, start);
    }

    [Fact]
    public void ErrorAction_Stop_ends_the_pipeline_with_the_error()
    {
        using var api = new FakeDockerApi();
        using var module = new EngineModule(api.Address);

        var failure = Assert.ThrowsAny<RuntimeException>(() => module.Run("Get-KindNodeImage none -ErrorAction Stop; 'not reached'"));

        Assert.StartsWith("ImageNotFound,", failure.ErrorRecord.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-KindCluster none", "ClusterNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Get-KindNode -Cluster none", "ClusterNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Get-KindNodeImage app[", "PatternInvalid", ErrorCategory.InvalidArgument)]
    [InlineData("Get-KindNode p1[", "PatternInvalid", ErrorCategory.InvalidArgument)]
    [InlineData("Get-KindNode -Cluster p[", "PatternInvalid", ErrorCategory.InvalidArgument)]
    [InlineData("Get-KindCluster p[", "PatternInvalid", ErrorCategory.InvalidArgument)]
    [InlineData("Import-KindImage app:dev -Node p1[", "PatternInvalid", ErrorCategory.InvalidArgument)]
    [InlineData("Remove-KindNodeImage app[", "PatternInvalid", ErrorCategory.InvalidArgument)]
    [InlineData("Get-KindNode -Name none", "NodeNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Get-KindNodeImage none", "ImageNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Get-KindNodeImage -Cluster none", "ClusterNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Get-KindNodeImage -Node none", "NodeNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Import-KindImage none", "ImageNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Import-KindImage App:dev", "ImageReferenceInvalid", ErrorCategory.InvalidArgument)]
    [InlineData("Import-KindImage app:dev -Cluster none", "ClusterNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Watch-KindImage app:dev -Cluster none", "ClusterNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Watch-KindImage app:dev -Node none", "NodeNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Import-KindImage -LiteralPath /nowhere/none.tar", "ArchiveNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Import-KindImage -Path /nowhere/none.tar", "PathNotFound", ErrorCategory.ObjectNotFound)]
    public void What_concerns_one_item_is_an_error_with_an_id_and_a_category_and_the_script_goes_on(string script, string errorId, ErrorCategory category)
    {
        using var api = new FakeDockerApi();
        using var module = new EngineModule(api.Address);

        var last = module.Run(script + "; 'reached'")[^1];

        Assert.Equal("reached", last.BaseObject);
        var error = Assert.Single(module.Streams.Error);
        Assert.StartsWith(errorId + ",KindTools.Commands.", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.NotNull(error.TargetObject);
    }

    [Theory]
    [InlineData("Get-KindCluster")]
    [InlineData("Get-KindNode")]
    [InlineData("Get-KindNodeImage")]
    [InlineData("Import-KindImage app:dev")]
    [InlineData("Watch-KindImage app:dev")]
    public void Without_an_engine_nothing_can_go_on(string script)
    {
        using var module = new EngineModule(EngineModule.Nowhere);

        var caught = (ErrorRecord)Assert.Single(module.Run($"try {{ {script}; 'not reached' }} catch {{ $_ }}")).BaseObject;

        Assert.StartsWith("EngineNotReachable,KindTools.Commands.", caught.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.ConnectionError, caught.CategoryInfo.Category);
    }

    [Fact]
    public void A_node_that_vanishes_while_it_answers_is_an_error_and_the_others_are_told()
    {
        using var api = new FakeDockerApi { VanishingNodes = ["p1-control-plane"] };
        using var module = new EngineModule(api.Address);

        var images = module.Run("Get-KindNodeImage");

        Assert.Equal(["p1-worker", "p1-worker"], images.Select(image => image.Properties["Node"].Value));
        var error = Assert.Single(module.Streams.Error);
        Assert.StartsWith("EngineConnectionLost,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.ConnectionError, error.CategoryInfo.Category);
    }

    [Fact]
    public void Every_category_of_a_failure_is_one_of_PowerShells()
    {
        using var module = new Module();
        var type = ((Type)module.Run("(Get-Command Get-KindCluster).OutputType[0].Type")[0].BaseObject).Assembly.GetType("KindTools.FailureCategory", throwOnError: true)!;

        Assert.All(Enum.GetNames(type), name => Assert.NotEqual(ErrorCategory.NotSpecified, Enum.Parse<ErrorCategory>(name)));
    }

    [Fact]
    public void A_file_from_the_pipeline_is_an_archive_and_no_image_of_its_name()
    {
        using var api = new FakeDockerApi();
        using var module = new EngineModule(api.Address);
        var file = PSObject.AsPSObject(new FileInfo("/nowhere/app.tar"));
        file.Properties.Add(new PSNoteProperty("PSPath", "/nowhere/app.tar"));

        module.Run("$args[0] | Import-KindImage", file);

        Assert.StartsWith("ArchiveNotFound,", Assert.Single(module.Streams.Error).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'app:dev'", "p1-control-plane p1-worker")]
    [InlineData("[pscustomobject]@{ Image = 'app:dev'; Name = 'a-pod' }", "p1-control-plane p1-worker")]
    [InlineData("[pscustomobject]@{ Repository = 'app'; Tag = 'dev'; ID = 'b030ab1f7242' }", "p1-control-plane p1-worker")]
    [InlineData("@([pscustomobject]@{ Repository = '<none>'; Tag = '<none>' }, [pscustomobject]@{ Repository = 'app'; Tag = '<none>' }, [pscustomobject]@{ Repository = 'app'; Tag = 'dev' })", "p1-control-plane p1-worker")]
    [InlineData("[pscustomobject]@{ Image = 'app:dev'; Cluster = 'p1'; Node = 'p1-worker' }", "p1-worker")]
    [InlineData("[pscustomobject]@{ Image = 'app:dev'; Repository = 'app'; Tag = 'dev'; Node = 'p1-worker' }", "p1-worker")]
    [InlineData("[pscustomobject]@{ Image = 'app:dev'; Repository = 'app'; Tag = $null }", "p1-control-plane p1-worker")]
    [InlineData("@([pscustomobject]@{ Image = 'app:dev'; Node = 'p1-worker' }, [pscustomobject]@{ Image = 'app:dev' })", "p1-control-plane p1-worker")]
    [InlineData("@([pscustomobject]@{ Image = 'app:dev'; Node = 'p1-worker' }, [pscustomobject]@{ Repository = 'app'; Tag = 'dev'; Node = 'p1-control-plane' })", "p1-control-plane p1-worker")]
    public void Objects_that_tell_an_image_are_taken_as_what_they_tell(string input, string nodes)
    {
        using var api = new FakeDockerApi();
        using var module = new EngineModule(api.Address);

        var results = module.Run(input + " | Import-KindImage");

        Assert.Empty(module.Streams.Error);
        Assert.Equal(nodes.Split(' ').Select(node => node + " AlreadyPresent"), results.Select(Summary));
    }

    [Fact]
    public void An_image_that_all_nodes_have_is_left_alone()
    {
        using var api = new FakeDockerApi();
        using var module = new EngineModule(api.Address);

        var results = module.Run("Import-KindImage app:dev");

        Assert.Equal(["p1-control-plane AlreadyPresent", "p1-worker AlreadyPresent"], results.Select(Summary));
        Assert.Equal(0, api.ImportCount);
    }

    [Fact]
    public void WhatIf_tells_what_would_be_imported_and_sends_nothing()
    {
        using var api = new FakeDockerApi { EngineImageId = "sha256:" + new string('e', 64) };
        using var module = new EngineModule(api.Address);

        var results = module.Run("Import-KindImage app:dev -WhatIf");

        Assert.Equal(["p1-control-plane WouldImport", "p1-worker WouldImport"], results.Select(Summary));
        Assert.Equal(0, api.ImportCount);
        Assert.DoesNotContain(api.Requests, request => request.Contains("/images/get", StringComparison.Ordinal));
    }

    [Fact]
    public void An_import_shows_its_progress_and_completes_it()
    {
        using var api = new FakeDockerApi { EngineImageId = "sha256:" + new string('e', 64), Archive = AppArchive.Bytes };
        using var module = new EngineModule(api.Address);

        var results = module.Run("Import-KindImage app:dev");

        Assert.Empty(module.Streams.Error);
        Assert.Equal(["p1-control-plane Imported", "p1-worker Imported"], results.Select(Summary));
        Assert.Equal(2, api.ImportCount);
        Assert.Contains(module.Streams.Progress, record => record.Activity == "Importing app:dev" && record.StatusDescription.EndsWith("/s", StringComparison.Ordinal));
        Assert.Equal(ProgressRecordType.Completed, module.Streams.Progress[^1].RecordType);
    }

    [Fact]
    public async Task CtrlC_ends_an_import_that_a_node_does_not_take()
    {
        using var api = new FakeDockerApi { EngineImageId = "sha256:" + new string('e', 64), Archive = AppArchive.Bytes, HangingImports = true };
        await StopsAsync(api, "Import-KindImage app:dev");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CtrlC_ends_a_watch_that_waits_and_one_in_the_middle_of_an_import(bool isImporting)
    {
        using var api = new FakeDockerApi { EngineImageId = "sha256:" + new string(isImporting ? 'e' : 'b', 64), Archive = AppArchive.Bytes, HangingImports = isImporting };
        await StopsAsync(api, isImporting ? "Watch-KindImage app:dev" : "Watch-KindImage none*");
    }

    [Fact]
    public async Task A_consumer_that_has_enough_ends_a_watch()
    {
        using var api = new FakeDockerApi { EngineImageId = "sha256:" + new string('e', 64) };
        using var module = new EngineModule(api.Address);
        module.Run("Import-Module -Assembly $args[0]", typeof(SelectFirstOneCommand).Assembly);
        var start = Stopwatch.GetTimestamp();

        var result = Assert.Single(module.Run("Watch-KindImage app:dev -WhatIf | Select-FirstOne"));

        Assert.Equal("p1-control-plane WouldImport", Summary(result));
        Assert.Equal(0, api.ImportCount);
        await NothingIsLeftAsync(api, start);
    }

    [Fact]
    public async Task A_watch_prints_what_it_has_done_at_once()
    {
        using var api = new FakeDockerApi { EngineImageId = "sha256:" + new string('e', 64) };
        var host = new PrintingHost(width: 100);
        using var module = new EngineModule(api.Address, host: host);
        var watching = module.Prepare("Watch-KindImage app:dev -WhatIf | Out-Default").BeginInvoke();

        // Nothing more comes after the two, which a table that measures its columns would wait for.
        var start = Stopwatch.GetTimestamp();
        while (host.Plain.Split("WouldImport").Length < 3 && Stopwatch.GetElapsedTime(start) < TimeSpan.FromMinutes(1)) await Task.Delay(20, TestContext.Current.CancellationToken);
        var printed = host.Plain;
        module.Shell.Stop();
        Assert.Throws<PipelineStoppedException>(() => module.Shell.EndInvoke(watching));

        Assert.Matches(@"WHERE +STATUS +SENT +REUSED +TIME +WHAT", printed);
        Assert.Matches(@"p1-control-plane +WouldImport .* app:dev", printed);
        Assert.Matches(@"p1-worker +WouldImport .* app:dev", printed);
        Assert.All(printed.Split('\n').Where(line => !line.StartsWith("What if", StringComparison.Ordinal)), line => Assert.InRange(line.TrimEnd().Length, 0, 100));
    }

    [Fact]
    public void Verbose_tells_which_engine_is_used()
    {
        using var api = new FakeDockerApi();
        using var module = new EngineModule(api.Address);

        module.Run("Get-KindNode -Verbose");

        Assert.Contains(module.Streams.Verbose, record => record.Message.Contains(api.Address, StringComparison.Ordinal));
    }

    private static string Summary(PSObject result) => $"{result.Properties["Node"].Value} {result.Properties["Status"].Value}";

    private static async Task StopsAsync(FakeDockerApi api, string script)
    {
        using var module = new EngineModule(api.Address);
        var running = module.Prepare(script).BeginInvoke();
        await api.Hung.WaitAsync(TestContext.Current.CancellationToken);

        var start = Stopwatch.GetTimestamp();
        module.Shell.Stop();

        Assert.Equal(PSInvocationState.Stopped, module.Shell.InvocationStateInfo.State);
        Assert.Throws<PipelineStoppedException>(() => module.Shell.EndInvoke(running));
        Assert.Empty(module.Streams.Error);
        await NothingIsLeftAsync(api, start);
    }

    private static async Task NothingIsLeftAsync(FakeDockerApi api, long start)
    {
        while (api.OpenConnections > 0 && Stopwatch.GetElapsedTime(start) < SoonEnough) await Task.Delay(10, TestContext.Current.CancellationToken);

        Assert.Equal(0, api.OpenConnections);
        Assert.True(Stopwatch.GetElapsedTime(start) < SoonEnough, $"It took {Stopwatch.GetElapsedTime(start)}.");
    }
}
