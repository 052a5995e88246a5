using System.Text;
using System.Text.RegularExpressions;
using KindTools.ModuleTests.Console;

namespace KindTools.KubernetesTests;

/// <summary>
/// The examples of the pages that need an engine and nodes, or Kubernetes, typed one after the other in a lab where things are
/// as the pages say. What is printed has other ids, times and names of nodes, but the same columns.
/// </summary>
public sealed partial class PageExampleTests : IDisposable
{
    private static readonly HashSet<string> Elsewhere = [.. PageExamples.WithManifests, .. PageExamples.WithConsole, .. PageExamples.NotRun.Keys];

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _run = [];
    private readonly List<string> _failures = [];
    private readonly Lab _lab = Lab.WithKubernetes();
    private TypingConsole? _console;
    private int _build;

    public void Dispose()
    {
        CleanUp();
        _console?.Dispose();
        _folder.Dispose();
    }

    private void CleanUp()
    {
        foreach (var space in (string[])["shop", "default"])
            Record.Exception(() => Kubectl("delete", "jobs,deployments,pods", "--all", "--wait", "--namespace", space));
        Record.Exception(() => Kubectl("delete", "namespace", "shop", "--ignore-not-found"));
        foreach (var node in _lab.NodeNames())
            Record.Exception(() => _lab.OnNode(node, "sh", "-c", "ctr --namespace k8s.io images ls --quiet | grep -E '/(library/(app|worker|migrations)|team/app|resouer/ubuntu-bc|shop/.*):' | xargs -r ctr --namespace k8s.io images rm"));
        foreach (var image in _lab.Docker("images", "--format", "{{.Repository}}:{{.Tag}}").Split('\n').Where(name => Ours().IsMatch(name)))
            Record.Exception(() => _lab.Docker("rmi", "--force", image));
    }

    [Fact]
    public async Task Examples_run_where_things_are_as_the_pages_say()
    {
        Assert.SkipUnless(_lab.IsDisposable && _lab.NodeCount > 1, "The examples change what the engine and the nodes hold.");
        CleanUp();
        Directory.CreateDirectory(_folder["k8s"]);
        Kubectl("create", "namespace", "shop");

        await ImportAsync();
        await LookAsync();
        await KeepAsync();
        await JudgeAsync();
        await DiagnoseAsync();
        await DriftAsync();
        await FollowAsync();
        foreach (var number in (int[])[1, 2, 3]) await RunAsync($"Get-KindToolsInfo {number}");

        Assert.Empty(_failures);
        Assert.Equal(PageExamples.All.Select(example => example.Name).Where(name => !Elsewhere.Contains(name)).Order(), _run.Order());
    }

    [GeneratedRegex(@"^((registry\.example/)?(team/)?(app|worker|migrations)|resouer/ubuntu-bc|shop/\w+):")]
    private static partial Regex Ours();

    private async Task ImportAsync()
    {
        foreach (var name in (string[])["worker:dev", "migrations:dev", "team/app:dev"]) Build(name);
        File.WriteAllText(_folder["Dockerfile"], $"FROM {Lab.BaseImage}\nRUN echo app > /app\n");
        File.WriteAllText(_folder["k8s/app.yaml"], "---\n{apiVersion: v1, kind: Pod, metadata: {name: app}, spec: {terminationGracePeriodSeconds: 0, containers: [{name: app, image: \"app:dev\", command: [sleep, \"3600\"]}]}}");
        Directory.CreateDirectory(_folder["layout"]);

        await RunAsync("Import-KindImage 3", before: () => Build("app:dev"));
        await RunAsync("Import-KindImage 1");
        await RunAsync("Import-KindImage 2");
        await RunAsync("Import-KindImage 4");
        System.Formats.Tar.TarFile.ExtractToDirectory(_folder["images.tar"], _folder["layout"], overwriteFiles: true);
        await RunAsync("Import-KindImage 5");
        await RunAsync("Import-KindImage 6");
        await RunAsync("Import-KindImage 7");
        await RunAsync("Import-KindImage 8");
        Kubectl("delete", "pod", "app", "--wait");
    }

    private async Task LookAsync()
    {
        foreach (var number in (int[])[1, 2, 4]) await RunAsync($"Get-KindCluster {number}");
        foreach (var number in (int[])[1, 2, 3]) await RunAsync($"Get-KindNode {number}");
        foreach (var number in (int[])[1, 2, 4, 5]) await RunAsync($"Get-KindNodeImage {number}");
        OnNode("ctr --namespace k8s.io images rm docker.io/library/app:dev");
        await RunAsync("Get-KindNodeImage 3");

        _lab.Docker("stop", "--time", "0", Worker);
        await RunAsync("Get-KindCluster 3");
        await RunAsync("Get-KindNode 4");
        _lab.Docker("start", Worker);
        ClusterObjects.Until(() => Record.Exception(() => OnNode("ctr --namespace k8s.io images ls --quiet")) is null, "The node does not come back.");

        Build("app:dev");
        await RunAsync("Compare-KindImage 1");
        await RunAsync("Compare-KindImage 3");
        await RunAsync("Compare-KindImage 2");
    }

    private async Task KeepAsync()
    {
        await RunAsync("Add-KindNodeImageTag 1");
        await RunAsync("Add-KindNodeImageTag 3");
        Build("app:dev");
        await LoseANameAsync();
        await RunAsync("Add-KindNodeImageTag 2");
        await RunAsync("Compare-KindImage 4");
        File.Delete(_folder["images.tar"]); // docker's, of the imports.
        await RunAsync("Export-KindNodeImage 1");
        await RunAsync("Export-KindNodeImage 4");
        await RunAsync("Export-KindNodeImage 3");
        await RunAsync("Export-KindNodeImage 2");
        await RunAsync("Remove-KindNodeImage 4");
        await RunAsync("Remove-KindNodeImage 1", before: () => ConsoleAsync("Add-KindNodeImageTag app:dev app:v1").Wait());
        await LoseANameAsync();
        await RunAsync("Remove-KindNodeImage 2");
        Apply("{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {terminationGracePeriodSeconds: 0, containers: [{name: web, image: \"worker:dev\", command: [sleep, \"3600\"]}]}}", "default");
        Kubectl("wait", "--for=condition=ready", "pod/web", "--timeout=90s");
        await RunAsync("Remove-KindNodeImage 3", fails: "-Force removes it even so");
        Kubectl("delete", "pod", "web", "--wait");
    }

    /// <summary>
    /// Leaves one build of app without a name on each node, and no other. Containerd 1.7 keeps what has lost its name only
    /// where that was the first that it came with.
    /// </summary>
    private async Task LoseANameAsync()
    {
        await ConsoleAsync("Remove-KindNodeImage app -Force; Remove-KindNodeImage -Dangling");
        Build("app:dev");
        await ConsoleAsync("Import-KindImage app:dev");
        Build("app:dev");
        await ConsoleAsync("Import-KindImage app:dev");
    }

    private async Task JudgeAsync()
    {
        await RunAsync("Test-PodPullPolicy 6");
        await RunAsync("ConvertTo-PodPullPolicySarif 3", before: () => File.WriteAllText(_folder["k8s/careless.yaml"], "{apiVersion: v1, kind: Pod, metadata: {name: app}, spec: {containers: [{name: app, image: app}]}}"));
        Directory.CreateDirectory(_folder["overlays/dev"]);
        File.WriteAllText(_folder["overlays/dev/job.yaml"], "---\n{apiVersion: batch/v1, kind: Job, metadata: {name: rendered}, spec: {template: {spec: {restartPolicy: Never, containers: [{name: app, image: app, command: [\"true\"]}]}}}}");
        File.WriteAllText(_folder["overlays/dev/kustomization.yaml"], "resources: [job.yaml]\n");
        await RunAsync("Repair-PodPullPolicy 8");
        Assert.Equal("IfNotPresent", Kubectl("get", "job", "rendered", "--output", "jsonpath={.spec.template.spec.containers[0].imagePullPolicy}"));
        Kubectl("delete", "job", "rendered", "--wait");
    }

    private async Task DiagnoseAsync()
    {
        Build("resouer/ubuntu-bc:latest");
        Build("shop/web:dev");
        await ConsoleAsync("Import-KindImage resouer/ubuntu-bc:latest");
        var pi = File.ReadAllText(Path.Combine(Module.Root, "examples", "story", "job.yaml"));
        Apply(pi, "default");
        Apply(Deployment("web", "shop/web:dev"), "default");
        Until("Get-PodPullFailure", output => output.Contains("AlwaysPolicy", StringComparison.Ordinal) && output.Contains("NotLoaded", StringComparison.Ordinal));

        await RunAsync("Get-PodPullFailure 1");
        await RunAsync("Get-PodPullFailure 2");
        await RunAsync("Repair-PodPullFailure 2");
        await RunAsync("Repair-PodPullFailure 3");
        await WatchAsync("Get-PodPullFailure 4");
        await RunAsync("Get-PodPullFailure 3");
        Kubectl("rollout", "status", "deployment/web", "--timeout=120s");
        Kubectl("delete", "job", "pi", "--wait");
        Apply(pi, "default");
        Until("Get-PodPullFailure", output => output.Contains("AlwaysPolicy", StringComparison.Ordinal));
        await RunAsync("Repair-PodPullFailure 1");
    }

    private async Task DriftAsync()
    {
        Apply(Deployment("web", "shop/web:dev"), "shop");
        Apply("{apiVersion: v1, kind: Pod, metadata: {name: report}, spec: {terminationGracePeriodSeconds: 0, containers: [{name: report, image: \"shop/web:dev\", command: [sleep, \"3600\"]}]}}", "shop");
        Kubectl("rollout", "status", "deployment/web", "--namespace", "shop", "--timeout=90s");
        Kubectl("wait", "--for=condition=ready", "pod/report", "--namespace", "shop", "--timeout=90s");
        await RunAsync("Test-PodPullPolicy 9");

        Build("shop/web:dev");
        await RunAsync("Get-PodImageDrift 4"); // Of the default namespace, where web runs too.
        await RunAsync("Get-PodImageDrift 1");
        await RunAsync("Get-PodImageDrift 2");
        Kubectl("delete", "pod", "report", "--namespace", "shop", "--wait"); // To make it anew would need a confirmation.
        await RunAsync("Get-PodImageDrift 3");
        await RunAsync("Repair-PodPullFailure 4", before: () =>
        {
            Build("shop/web:dev");
            ConsoleAsync("Import-KindImage shop/web:dev").Wait();
        });
    }

    private async Task FollowAsync()
    {
        File.Delete(_folder["k8s/careless.yaml"]);

        // The pods of web, in two namespaces, are restarted.
        await WatchAsync("Watch-KindImage 1", _lab.NodeCount);
        await WatchAsync("Watch-KindImage 2", _lab.NodeCount + 2);
        await WatchAsync("Watch-KindImage 3", _lab.NodeCount);
        await WatchAsync("Watch-KindImage 4", _lab.NodeCount);
        await WatchAsync("Watch-KindImage 5", rows: null);
        await WatchAsync("Watch-KindImage 6", _lab.NodeCount);
    }

    private static string Deployment(string name, string image) =>
        $"{{apiVersion: apps/v1, kind: Deployment, metadata: {{name: {name}}}, spec: {{replicas: 2, selector: {{matchLabels: {{app: {name}}}}}, template: {{metadata: {{labels: {{app: {name}}}}}, spec: {{terminationGracePeriodSeconds: 0, containers: [{{name: {name}, image: \"{image}\", command: [sleep, \"3600\"]}}]}}}}}}}}";

    private async Task RunAsync(string name, Action? before = null, string? fails = null)
    {
        before?.Invoke();
        var example = PageExamples.Named(name);
        _run.Add(name);
        var result = await ConsoleAsync(InLab(example.Command));

        TestContext.Current.TestOutputHelper?.WriteLine($"=== {name}\n{result.Output}{result.Errors}");
        var isAsMeant = fails is null ? result.ExitCode == 0 && !Complaint().IsMatch(result.Errors) : result.Errors.Contains(fails, StringComparison.Ordinal);
        if (!isAsMeant) _failures.Add($"{name} fails:\n{result.Output}\n{result.Errors}");
        else if (example.Output is not null && string.IsNullOrWhiteSpace(result.Output)) _failures.Add($"{name} prints nothing.");
        else if (example.Output is not null && Missing(example.Output, result.Output) is { Length: > 0 } missing) _failures.Add($"{name} shows {missing}, which is not printed:\n{result.Output}");
    }

    /// <summary>An error as PowerShell prints it; docker says other things there too.</summary>
    [GeneratedRegex(@"^[A-Z][a-z]+-\w+: ", RegexOptions.Multiline)]
    private static partial Regex Complaint();

    /// <summary>What never ends is stopped when it has told what there is.</summary>
    private async Task WatchAsync(string name)
    {
        _run.Add(name);
        var result = await ConsoleAsync(InLab(PageExamples.Named(name).Command) + " | Select-Object -First 1");
        if (result.ExitCode != 0 || !Causes().IsMatch(result.Output)) _failures.Add($"{name} fails:\n{result.Output}\n{result.Errors}");
    }

    [GeneratedRegex("NotLoaded|AlwaysPolicy")]
    private static partial Regex Causes();

    /// <summary>Builds until it has written so many rows; those that an example does not limit are limited here.</summary>
    private async Task WatchAsync(string name, int? rows)
    {
        _run.Add(name);
        var command = InLab(PageExamples.Named(name).Command) + (rows is null ? "" : $" | Select-Object -First {rows}");
        var watching = ConsoleAsync(command);
        for (var tries = 0; tries < 20 && !watching.IsCompleted; tries++)
        {
            Build("shop/web:dev");
            await Task.WhenAny(watching, Task.Delay(TimeSpan.FromSeconds(5)));
        }

        Assert.True(watching.IsCompleted, $"{name} does not write {rows} rows.");
        var result = await watching;
        TestContext.Current.TestOutputHelper?.WriteLine($"=== {name}\n{result.Output}{result.Errors}");
        if (result.ExitCode != 0 || Complaint().IsMatch(result.Errors)) _failures.Add($"{name} fails:\n{result.Output}\n{result.Errors}");
    }

    private void Until(string command, Func<string, bool> condition) =>
        ClusterObjects.Until(() => condition(ConsoleAsync(command).Result.Output), $"'{command}' does not say what it should.");

    private Task<ConsoleResult> ConsoleAsync(string command)
    {
        _console ??= new TypingConsole(start =>
        {
            _lab.Configure(start);
            start.WorkingDirectory = _folder.Path;
            start.Environment["COLUMNS"] = "100";
        });
        return _console.RunAsync(command);
    }

    /// <summary>The pages' clusters have other names, and their nodes with them.</summary>
    private string InLab(string command) => ClusterNames().Replace(command, _lab.Cluster).Replace("-Name d*", $"-Name {_lab.Cluster[..1]}*", StringComparison.Ordinal);

    [GeneratedRegex(@"(?<=-Cluster |-Name |-Node )(dev|kind|pages|store)(?=-worker|-control-plane|\s|$)")]
    private static partial Regex ClusterNames();

    /// <summary>Columns, or in a list properties, that the page shows and that were not printed.</summary>
    private static string Missing(string shown, string printed) => string.Join(", ", Headings(shown).Except(Headings(printed)).Except(Optional));

    /// <summary>Lines of a list that are there only when they say something.</summary>
    private static readonly HashSet<string> Optional = ["Cluster", "Context", "ManagedBy", "Running", "Steps"];

    /// <summary>The names above the dashes of a table, or before the colons of a list; other text has none.</summary>
    private static HashSet<string> Headings(string text)
    {
        var lines = text.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0).ToList();
        var dashes = lines.FindIndex(line => Dashes().IsMatch(line));
        if (dashes > 0) return [.. Columns().Split(lines[dashes - 1].Trim())];

        return [.. lines.Select(line => Property().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value)];
    }

    [GeneratedRegex(@"^\s*-[-\s]*$")]
    private static partial Regex Dashes();

    [GeneratedRegex(@"\s{1,}")]
    private static partial Regex Columns();

    [GeneratedRegex(@"^(\w+)\s*: ")]
    private static partial Regex Property();

    private string Worker => _lab.NodeNames().First(node => node.EndsWith("-worker", StringComparison.Ordinal));

    private void OnNode(string script) => _lab.OnNode(Worker, "sh", "-c", script);

    private string Kubectl(params string[] arguments) => _lab.Run("kubectl", arguments);

    /// <summary>With a mark before it, so that kubectl does not take what begins with a brace for JSON.</summary>
    private void Apply(string manifest, string space) => _lab.Run("kubectl", Encoding.UTF8.GetBytes("---\n" + manifest), "apply", "--namespace", space, "--filename", "-");

    /// <summary>Another build of an image each time.</summary>
    private void Build(string name) => _lab.Build(name, ("app", BitConverter.GetBytes(_build++)));
}
