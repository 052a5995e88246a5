using System.Collections;
using System.Collections.ObjectModel;
using System.Diagnostics;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace KindTools.ModuleTests;

[Collection(EnvironmentCollection.Name)]
public class CompletionTests
{
    private static readonly TimeSpan SoonEnough = TimeSpan.FromMilliseconds(400);

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

        Assert.Equal(completions, string.Join(',', Complete(module, line).Select(match => match.CompletionText)));
    }

    [Theory]
    [InlineData("Get-KindCluster ", @"^2 of 2 nodes running, made \S+ ago of kindest/node:v1\.36\.2$")]
    [InlineData("Get-KindNode -Name p1-w", @"^worker of cluster p1, running, made \S+ ago of kindest/node:v1\.36\.2$")]
    [InlineData("Get-KindNodeImage app:d", @"^\d+(\.\d+)? MB, on all 2 nodes$")]
    [InlineData("Get-KindNodeImage -Node p1-worker app:d", @"^\d+(\.\d+)? MB, on p1-worker$")]
    [InlineData("Import-KindImage app:d", @"^397 MB, made \S+ ago, ba9672064f5c$")]
    [InlineData("Import-KindImage app:dev -As app:l", @"^397 MB, made \S+ ago, ba9672064f5c$")]
    [InlineData("Import-KindImage app:dev -Platform linux/a", "^x86-64: Intel and AMD$")]
    public void A_tooltip_tells_size_age_node_and_state(string line, string toolTip)
    {
        using var api = new FakeDockerApi();
        using var module = new EngineModule(api.Address);

        Assert.Matches(toolTip, Complete(module, line)[0].ToolTip);
    }

    [Theory]
    [InlineData("Get-PodPullFailure -Namespace ", "old: Terminating, 20d old, of kind-p1|shop: Active, 3d3h old, of kind-p1")]
    [InlineData("Test-PodPullPolicy -Namespace s", "shop: Active, 3d3h old, of kind-p1")]
    [InlineData("Get-PodImageDrift ", "web-1: Running, 3d3h old, on p1-worker, in namespace shop|web-2: Pending, 3d3h old, on p1-worker, in namespace shop")]
    [InlineData("Get-PodPullFailure ", "web-2: ImagePullBackOff of shop/web:latest on p1-worker, in namespace shop")]
    [InlineData("Get-PodPullFailure -Context p", "prod: No server, namespace default")]
    [InlineData("Test-PodPullPolicy -AllNamespaces -Context kind", "kind-p1: ADDRESS, namespace shop, the current context")]
    public void What_a_cluster_has_is_told_with_its_state_and_age(string line, string completions)
    {
        using var api = new FakeKubernetesApi();
        using var module = new EngineModule(EngineModule.Nowhere);
        Environment.SetEnvironmentVariable("KUBECONFIG", api.Kubeconfig);

        var found = string.Join('|', Complete(module, line).Select(match => $"{match.CompletionText}: {match.ToolTip}"));

        Assert.Equal(completions, Regex.Replace(found, @"http://[\d.:]+", "ADDRESS"));
    }

    [Theory]
    [InlineData("Test-PodPullPolicy k8s | Where-Object { $_.Verdict -eq ", "'IgnoresNodeImage'")]
    [InlineData("Get-PodPullFailure | Where-Object { $_.Cause -eq ", "'AlwaysPolicy'")]
    [InlineData("Compare-KindImage | Where-Object { $_.State -eq 'S", "'Stale'")]
    [InlineData("Import-KindImage app:dev | Where-Object { $_.Status -ne ", "'Imported'")]
    [InlineData("Repair-PodPullPolicy k8s -Policy ", "IfNotPresent")]
    [InlineData("Repair-PodPullPolicy k8s -Strategy ", "Tag")]
    public void Verdicts_states_and_what_is_chosen_from_are_completed_by_PowerShell(string line, string completion)
    {
        using var module = new Module();

        Assert.Contains(completion, CommandCompletion.CompleteInput(line, line.Length, null, module.Shell).CompletionMatches.Select(match => match.CompletionText));
    }

    /// <summary>What nothing can be known of: paths, which PowerShell completes, text of one's own, and objects.</summary>
    [Fact]
    public void Every_parameter_that_names_something_known_has_a_completer()
    {
        string[] unknown = ["Path", "LiteralPath", "InputObject", "Kubeconfig", "Root", "PodSpecPath", "Selector", "Repository", "Tag"];
        using var module = new Module();

        var bare = module.Run(
            """
            foreach ($command in Get-Command -Module KindTools) {
                foreach ($parameter in $command.Parameters.Values) {
                    if ([System.Management.Automation.Cmdlet]::CommonParameters -contains $parameter.Name -or $parameter.ParameterType -notin [string], [string[]]) { continue }
                    if ($parameter.Attributes.TypeId.Name -notcontains 'ArgumentCompleterAttribute') { "$($command.Name) -$($parameter.Name)" }
                }
            }
            """).Select(parameter => parameter.ToString());

        Assert.DoesNotContain(bare, parameter => !unknown.Contains(parameter.Split(" -")[1]));
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
        AnswersInTime(module, completer);

        // An engine has 5 seconds to answer a cmdlet: what is gone sooner was ended by the completer.
        var start = Stopwatch.GetTimestamp();
        while (api.OpenConnections > 0 && Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(4)) await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.Equal(0, api.OpenConnections);
    }

    [Theory]
    [InlineData("NamespaceCompleter")]
    [InlineData("PodCompleter")]
    [InlineData("FailingPodCompleter")]
    public void An_API_server_that_hangs_completes_nothing_soon(string completer)
    {
        using var api = new FakeKubernetesApi(hangs: true);
        using var module = new EngineModule(EngineModule.Nowhere);
        Environment.SetEnvironmentVariable("KUBECONFIG", api.Kubeconfig);
        Complete(module, completer, "");

        AnswersInTime(module, completer);
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

    /// <summary>It waits 300 ms for an answer and no longer. On a busy machine one of several tries tells.</summary>
    private static void AnswersInTime(EngineModule module, string completer)
    {
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < 20 && best > SoonEnough; i++)
        {
            var start = Stopwatch.GetTimestamp();
            Assert.Empty(Complete(module, completer, ""));
            best = TimeSpan.FromTicks(Math.Min(best.Ticks, Stopwatch.GetElapsedTime(start).Ticks));
        }

        Assert.InRange(best, TimeSpan.FromMilliseconds(250), SoonEnough);
    }

    // A completer gives up rather than keep the prompt waiting, and a busy machine may need several tries.
    private static Collection<CompletionResult> Complete(EngineModule module, string line)
    {
        for (var i = 0; i < 50; i++)
        {
            if (CommandCompletion.CompleteInput(line, line.Length, null, module.Shell).CompletionMatches is { Count: > 0 } found) return found;
        }

        return [];
    }

    private static List<CompletionResult> Complete(EngineModule module, string completer, string word)
    {
        var type = (Type)module.Run("(Get-Command Get-KindCluster).ImplementingType")[0].BaseObject;
        var instance = (IArgumentCompleter)Activator.CreateInstance(type.Assembly.GetType("KindTools.Completion." + completer, throwOnError: true)!)!;
        return [.. instance.CompleteArgument("", "", word, null!, new Hashtable())];
    }
}
