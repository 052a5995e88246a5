using System.Collections;
using System.Diagnostics;
using System.Management.Automation;

namespace KindTools.ModuleTests;

[Collection(EnvironmentCollection.Name)]
public class CompletionTests
{
    [Theory]
    [InlineData("Get-KindCluster ", "p1")]
    [InlineData("Get-KindCluster P", "p1")]
    [InlineData("Get-KindNode ", "p1")]
    [InlineData("Get-KindNode -Name ", "p1-control-plane,p1-worker")]
    [InlineData("Get-KindNode -Cluster p1 -Name p1-w", "p1-worker")]
    [InlineData("Get-KindNodeImage ", "app:dev,app:latest")]
    [InlineData("Get-KindNodeImage -Node p1-worker app:d", "app:dev")]
    [InlineData("Get-KindNodeImage *:l", "app:latest")]
    [InlineData("Get-KindNodeImage -Cluster ", "p1")]
    [InlineData("Remove-KindNodeImage -Node p1-worker app:d", "app:dev")]
    [InlineData("Add-KindNodeImageTag app:dev -NewName ", "app:dev,app:latest")]
    [InlineData("Export-KindNodeImage -Name app:l", "app:latest")]
    [InlineData("Compare-KindImage app:d", "app:dev")]
    [InlineData("Compare-KindImage -Cluster p1 -Node ", "p1-control-plane,p1-worker")]
    [InlineData("Import-KindImage app", "app:dev,app:latest")]
    [InlineData("Import-KindImage 'app:d", "app:dev")]
    [InlineData("Import-KindImage app:dev -Node p1-c", "p1-control-plane")]
    public void Names_are_completed_from_what_there_is(string line, string completions)
    {
        using var api = new FakeDockerApi();
        using var module = new EngineModule(api.Address);

        // A completer gives up rather than keep the prompt waiting, and a busy machine may need several tries.
        var found = "";
        for (var i = 0; i < 50 && found != completions; i++)
            found = string.Join(',', CommandCompletion.CompleteInput(line, line.Length, null, module.Shell).CompletionMatches.Select(match => match.CompletionText));

        Assert.Equal(completions, found);
    }

    [Theory]
    [InlineData("ClusterCompleter")]
    [InlineData("NodeCompleter")]
    [InlineData("NodeImageCompleter")]
    [InlineData("EngineImageCompleter")]
    public async Task An_engine_that_hangs_completes_nothing_soon_and_nothing_runs_on(string completer)
    {
        using var api = new FakeDockerApi { Hangs = true };
        using var module = new EngineModule(api.Address);
        Complete(module, completer, ""); // Loads what has to be loaded.
        var start = Stopwatch.GetTimestamp();

        Assert.Empty(Complete(module, completer, ""));

        // It waits 300 ms. An engine has 5 seconds to answer a cmdlet: what is gone sooner was ended by the completer.
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(2));
        while (api.OpenConnections > 0 && Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(4)) await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.Equal(0, api.OpenConnections);
    }

    [Fact]
    public async Task A_node_that_hangs_completes_nothing_and_nothing_runs_on()
    {
        using var api = new FakeDockerApi { HangingNodes = ["p1-worker"] };
        using var module = new EngineModule(api.Address);
        while (!api.Hung.IsCompleted) Assert.Empty(Complete(module, "NodeImageCompleter", ""));

        var start = Stopwatch.GetTimestamp();
        while (api.OpenConnections > 0 && Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(5)) await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.Equal(0, api.OpenConnections);
    }

    [Theory]
    [InlineData("ClusterCompleter")]
    [InlineData("NodeCompleter")]
    [InlineData("NodeImageCompleter")]
    [InlineData("EngineImageCompleter")]
    public void Without_an_engine_nothing_is_completed_and_nothing_thrown(string completer)
    {
        using var module = new EngineModule(EngineModule.Nowhere);

        Assert.Empty(Complete(module, completer, ""));
    }

    [Theory]
    [InlineData("app[")]
    [InlineData("[")]
    [InlineData("`")]
    [InlineData("'")]
    [InlineData("\"app")]
    public void No_half_typed_word_makes_a_completer_throw(string word)
    {
        using var api = new FakeDockerApi();
        using var module = new EngineModule(api.Address);

        Complete(module, "EngineImageCompleter", word);
    }

    private static List<CompletionResult> Complete(EngineModule module, string completer, string word)
    {
        var type = (Type)module.Run("(Get-Command Get-KindCluster).ImplementingType")[0].BaseObject;
        var instance = (IArgumentCompleter)Activator.CreateInstance(type.Assembly.GetType("KindTools.Completion." + completer, throwOnError: true)!)!;
        return [.. instance.CompleteArgument("", "", word, null!, new Hashtable())];
    }
}
