using System.Management.Automation;
using System.Text.RegularExpressions;
using KindTools.Tests.Fakes;

namespace KindTools.ModuleTests;

/// <summary>
/// What each cmdlet writes, piped to each cmdlet that takes it: the real objects where an engine and its nodes are enough,
/// else objects of the real types, and always the real cmdlets, to which a fake engine and API server answer.
/// </summary>
[Collection(EnvironmentCollection.Name)]
public sealed partial class PipingTests
{
    private const string Pod = "Cluster = 'p1'; Context = 'kind-p1'; Namespace = 'shop'; Pod = 'web-1'; Container = 'web'; Image = 'app:dev'; Owners = [KindTools.PodOwner[]]@(); Remedy = 'Build it.'";

    /// <summary>What the engine has for app:dev; the nodes have an older build, so that there is something to bring to them.</summary>
    private const string NewerBuild = "sha256:4f5b67a2c56502519f0e2d4f1b6b8d7c4f5b67a2c56502519f0e2d4f1b6b8d7c";

    /// <summary>A command for each type. The cluster is p1, the node p1-worker where there is one, the image app:dev, the pod web-1 of shop.</summary>
    private static readonly Dictionary<string, string> Producers = new()
    {
        ["KindCluster"] = "Get-KindCluster",
        ["KindNode"] = "Get-KindNode p1 -Name p1-worker",
        ["KindNodeImage"] = "Get-KindNodeImage app:dev -Node p1-worker",
        ["KindImageComparison"] = "Compare-KindImage app:dev -Node p1-worker",
        ["ImageImportResult"] = "Import-KindImage app:dev -Node p1-worker -WhatIf",
        ["ImageExportResult"] = "Export-KindNodeImage app:dev /nowhere/app.tar -Node p1-worker -WhatIf",
        ["ImageRemovalResult"] = "Remove-KindNodeImage app:dev -Node p1-worker -WhatIf",
        ["ImageTagResult"] = "Add-KindNodeImageTag app:latest app:dev -Node p1-worker -WhatIf",
        ["PullPolicyResult"] = "'{apiVersion: v1, kind: Pod, metadata: {name: web-1, namespace: shop}, spec: {containers: [{name: web, image: \"app:dev\"}]}}' | Test-PodPullPolicy",
        ["PodPullFailure"] = $"[KindTools.PodPullFailure]@{{ {Pod}; Cause = 'RegistryTimeout'; Node = [string[]]'p1-worker'; Pods = [string[]]'web-1' }}",
        ["PodImageDrift"] = $"[KindTools.PodImageDrift]@{{ {Pod}; Node = 'p1-worker' }}",
        ["PodPullRepair"] = "[KindTools.PodPullRepair]@{ Cluster = 'p1'; Context = 'kind-p1'; Namespace = 'shop'; Kind = 'Pod'; ObjectName = 'web-1'; Images = [string[]]'app:dev' }",
    };

    private static readonly string[] Images =
        ["KindNodeImage", "KindImageComparison", "ImageImportResult", "ImageExportResult", "ImageRemovalResult", "ImageTagResult", "PodPullFailure", "PodImageDrift"];

    private static readonly string[] Places = [.. Images, "KindNode"];

    private static readonly string[] Pods = ["PodPullFailure", "PodImageDrift", "PodPullRepair"];

    /// <summary>Each cmdlet with the types that it takes, and how one sees that it took the object for what it is.</summary>
    private static readonly (string[] Types, string Command, string Expected)[] Consumers =
    [
        ([.. Places, "KindCluster", "PodPullRepair"], "Get-KindCluster | ForEach-Object Name", "p1"),
        ([.. Places, "KindCluster", "PodPullRepair"], "Get-KindNode | ForEach-Object Name", "p1-control-plane p1-worker"),
        (Places, "Get-KindNodeImage app:dev | ForEach-Object Node", "p1-worker"),
        (["KindCluster", "PodPullRepair"], "Get-KindNodeImage app:dev | ForEach-Object Node", "p1-control-plane p1-worker"),
        (Images, "Compare-KindImage | ForEach-Object { \"$($_.Image) $($_.Node)\" }", "docker.io/library/app:dev p1-worker"),
        (["KindNode"], "Compare-KindImage | ForEach-Object Node", "p1-worker p1-worker"),
        (["KindCluster"], "Compare-KindImage | ForEach-Object Node", "p1-control-plane p1-worker p1-control-plane p1-worker"),
        (["PullPolicyResult"], "Compare-KindImage | ForEach-Object Image", "docker.io/library/app:dev docker.io/library/app:dev"),
        (Images, "Import-KindImage -WhatIf | ForEach-Object { \"$($_.Image) $($_.Node)\" }", "docker.io/library/app:dev p1-worker"),
        (["PullPolicyResult"], "Import-KindImage -WhatIf | ForEach-Object Image", "docker.io/library/app:dev docker.io/library/app:dev"),
        (Images, "Watch-KindImage -WhatIf | Select-FirstOne | ForEach-Object { \"$($_.Image) $($_.Node)\" }", "docker.io/library/app:dev p1-worker"),
        (["PullPolicyResult"], "Watch-KindImage -WhatIf | Select-FirstOne | ForEach-Object { \"$($_.Image) $($_.Node)\" }", "docker.io/library/app:dev p1-control-plane"),
        (["KindNode"], "Watch-KindImage -WhatIf | Select-FirstOne | ForEach-Object Node", "p1-worker"),
        (["KindCluster"], "Watch-KindImage -WhatIf | Select-FirstOne | ForEach-Object { $_.Cluster }", "p1"),
        (Images, "Remove-KindNodeImage -WhatIf | ForEach-Object { \"$($_.Image) $($_.Node)\" }", "docker.io/library/app:dev p1-worker"),
        (["PullPolicyResult"], "Remove-KindNodeImage -WhatIf | ForEach-Object Image", "docker.io/library/app:dev docker.io/library/app:dev"),
        (["KindNode"], "Remove-KindNodeImage -Dangling -WhatIf | ForEach-Object Node", ""),
        (Images, "Add-KindNodeImageTag -NewName app:v2 -WhatIf | ForEach-Object { \"$($_.Image) $($_.Node)\" }", "docker.io/library/app:v2 p1-worker"),
        (["PullPolicyResult"], "Add-KindNodeImageTag -NewName app:v2 -WhatIf | ForEach-Object Node", "p1-control-plane p1-worker"),
        (Images, "Export-KindNodeImage -Path /nowhere/app.tar -WhatIf | ForEach-Object { \"$($_.Image) $($_.Node)\" }", "docker.io/library/app:dev p1-worker"),
        (["PullPolicyResult"], "Export-KindNodeImage -Path /nowhere/app.tar -WhatIf | ForEach-Object Image", "docker.io/library/app:dev"),
        ([.. Pods, "PullPolicyResult"], "Get-PodPullFailure | ForEach-Object { \"$($_.Namespace)/$($_.Pod)\" }", "shop/web-1"),
        (["KindCluster", "KindNode"], "Get-PodPullFailure -Namespace shop | ForEach-Object Pod", "web-1 web-2"),
        ([.. Pods, "PullPolicyResult"], "Get-PodImageDrift | ForEach-Object { \"$($_.Namespace)/$($_.Pod)\" }", ""),
        (["KindCluster", "KindNode"], "Get-PodImageDrift -Namespace shop | ForEach-Object Pod", ""),
        (["PullPolicyResult"], "ConvertTo-PodPullPolicySarif | ForEach-Object { $_ -match '2.1.0' }", "True"),
        (["PullPolicyResult"], "Repair-PodPullPolicy -PassThru -WhatIf | ForEach-Object Status", ""),
        (["PodPullFailure", "PodImageDrift"], "Repair-PodPullFailure -WhatIf | ForEach-Object ObjectName", "web-1"),
    ];

    public static TheoryData<string, string, string> Pairs { get; } =
        [.. from consumer in Consumers from type in consumer.Types select new TheoryDataRow<string, string, string>(type, consumer.Command, consumer.Expected)];

    [Theory]
    [MemberData(nameof(Pairs))]
    public void What_one_cmdlet_writes_the_next_one_takes(string type, string command, string expected)
    {
        using var engine = new FakeDockerApi { EngineImageId = NewerBuild };
        using var server = new FakeApiServer(Answer);
        using var module = new EngineModule(engine.Address);
        using var kubeconfig = new KubeconfigFile(server.Address);
        Environment.SetEnvironmentVariable("KUBECONFIG", kubeconfig.Path);
        module.Run("Import-Module -Assembly $args[0]", typeof(SelectFirstOneCommand).Assembly);

        var input = Assert.Single(module.Run(Producers[type]));
        Assert.Equal("KindTools." + type, input.TypeNames[0]);
        var output = module.Run("$args[0] | " + command, input);

        Assert.Empty(module.Streams.Error);
        Assert.Equal(expected, string.Join(' ', output));
    }

    /// <summary>Every type that a cmdlet says it writes is in the table, but for those that nothing takes.</summary>
    [Fact]
    public void The_table_has_every_type()
    {
        using var module = new Module();
        var types = module.Run("(Get-Command -Module KindTools -CommandType Cmdlet).OutputType | ForEach-Object Name").Select(name => name.ToString()).Distinct();

        Assert.Equal(
            Producers.Keys.Concat(["PullPolicyRepair", "KindToolsInfo"]).Order(),
            types.Where(name => name.StartsWith("KindTools.", StringComparison.Ordinal)).Select(name => name["KindTools.".Length..]).Order());
    }

    [Fact]
    public void What_is_no_name_is_not_taken_for_one()
    {
        using var engine = new FakeDockerApi();
        using var module = new EngineModule(engine.Address);

        module.Run("Get-KindNode | Export-KindNodeImage -ToEngine -WhatIf");

        Assert.All(module.Streams.Error, error => Assert.DoesNotContain("KindNode {", error.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Get-PodPullFailure (Get-KindNode)", "ParameterArgumentTransformationError", "KindTools.KindNode is no name")]
    [InlineData("Remove-KindNodeImage -Image app:dev, (Get-KindCluster) -WhatIf", "ParameterArgumentTransformationError", "KindTools.KindCluster is no name")]
    [InlineData("Compare-KindImage -Name $null", "ParameterArgumentValidationError", "is null or empty")]
    public void What_is_no_name_is_not_taken_for_one_when_it_is_given_either(string command, string errorId, string message)
    {
        using var engine = new FakeDockerApi();
        using var module = new EngineModule(engine.Address);

        var failure = Assert.Single(module.Run($"try {{ {command} }} catch {{ $_ }}")).BaseObject as ErrorRecord;

        Assert.StartsWith(errorId, failure?.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(message, failure?.ToString(), StringComparison.Ordinal);
    }

    private static FakeAnswer Answer(string path, int number) => Names().Match(path) is { Success: true, Groups: [_, var name] }
        ? new FakeAnswer(FailingPod(name.Value))
        : path.Contains("/pods", StringComparison.Ordinal) ? new FakeAnswer($$"""{"metadata":{"resourceVersion":"1"},"items":[{{FailingPod("web-1")}},{{FailingPod("web-2")}}]}""")
        : new FakeAnswer("""{"metadata":{"resourceVersion":"1"},"items":[]}""");

    private static string FailingPod(string name) =>
        $$"""{"metadata":{"name":"{{name}}","namespace":"shop","uid":"{{name}}"},"spec":{"nodeName":"p1-worker","containers":[{"name":"web","image":"gone:v1","imagePullPolicy":"IfNotPresent"}]},"status":{"containerStatuses":[{"name":"web","imageID":"","state":{"waiting":{"reason":"ErrImagePull","message":"not found"} } }]} }""";

    [GeneratedRegex(@"/pods/([\w-]+)(?:\?|$)")]
    private static partial Regex Names();
}
