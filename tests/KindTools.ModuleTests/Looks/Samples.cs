namespace KindTools.ModuleTests.Looks;

/// <summary>Objects as cmdlets emit them, made by PowerShell, by the name of their type.</summary>
internal static class Samples
{
    private static readonly string A = "sha256:" + string.Concat(Enumerable.Repeat("1fb9b6f4ac612d03", 4));
    private static readonly string B = "sha256:" + string.Concat(Enumerable.Repeat("202d6c7a4417eb1d", 4));

    /// <summary>Scripts.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["KindCluster"] = $$"""
            {{Nodes}}
            [KindTools.KindCluster]@{ Name = 'kind'; State = 'Running'; Nodes = [KindTools.KindNode[]]$nodes; NodeImage = 'kindest/node:v1.36.2'; KubernetesVersion = 'v1.36.2'; ApiServer = 'https://127.0.0.1:26446/'; Context = 'kind-kind' }
            [KindTools.KindCluster]@{ Name = 'half'; State = 'Partial'; Nodes = [KindTools.KindNode[]]$nodes }
            [KindTools.KindCluster]@{ Name = 'feature-that-takes-long-to-tell'; State = 'Stopped'; Nodes = [KindTools.KindNode[]]$nodes[0]; KubernetesVersion = 'v1.36.2'; ApiServer = 'https://127.0.0.1:26447/'; Context = 'kind-feature-that-takes-long-to-tell' }
            """,
        ["KindNode"] = $"{Nodes}\n$nodes",
        ["KindNodeImage"] = $$"""
            $of = @{ Cluster = 'kind'; Node = 'kind-control-plane'; Digest = '{{B}}'; ImageId = '{{A}}' }
            [KindTools.KindNodeImage]($of + @{ Image = 'docker.io/library/app:dev'; Repository = 'docker.io/library/app'; Tag = 'dev'; Size = 24700000; Platform = 'linux/amd64' })
            [KindTools.KindNodeImage]($of + @{ Image = 'docker.io/kindest/local-path-provisioner:v20240813-c6f155d6'; Repository = 'docker.io/kindest/local-path-provisioner'; Tag = 'v20240813-c6f155d6'; Size = 20400000 })
            [KindTools.KindNodeImage]($of + @{ Image = 'registry.example/platform/shop/checkout-service:2026.11.25-1f3cce4'; Repository = 'registry.example/platform/shop/checkout-service'; Tag = '2026.11.25-1f3cce4'; Size = 1234567890 })
            [KindTools.KindNodeImage]($of + @{ Image = '{{A}}'; Size = 320000; Pinned = $true })
            """,
        ["ImageImportResult"] = $$"""
            $of = @{ Cluster = 'kind'; Image = 'docker.io/resouer/ubuntu-bc:latest'; ImageId = '{{A}}' }
            [KindTools.ImageImportResult]($of + @{ Node = 'kind-control-plane'; Status = 'Imported'; BytesTotal = 37000000; BlobsTotal = 6; Way = 'Push'; Digest = '{{B}}'; Platform = 'linux/amd64'; ReplacedImageId = '{{B}}'; BytesSent = 303000; BlobsSent = 3; Elapsed = [timespan]'0:0:0.86' })
            [KindTools.ImageImportResult]($of + @{ Node = 'kind-worker'; Status = 'Failed'; Error = 'The node ran out of disk.'; Elapsed = [timespan]'0:1:12.2' })
            [KindTools.ImageImportResult]($of + @{ Node = 'kind-worker2'; Status = 'WouldImport' })
            """,
        ["ImageRemovalResult"] = $$"""
            $of = @{ Cluster = 'kind'; ImageId = '{{A}}'; Digest = '{{B}}'; Size = 17700000; Records = [string[]]('docker.io/library/app:v1', '{{A}}') }
            [KindTools.ImageRemovalResult]($of + @{ Node = 'kind-control-plane'; Image = 'docker.io/library/app:v1'; Status = 'Removed' })
            [KindTools.ImageRemovalResult]($of + @{ Node = 'kind-worker'; Image = '{{A}}'; Status = 'WouldRemove' })
            """,
        ["ImageTagResult"] = $$"""
            $of = @{ Cluster = 'kind'; Image = 'registry.example/team/app:v1'; Source = 'docker.io/library/app:dev'; ImageId = '{{A}}'; Digest = '{{B}}' }
            [KindTools.ImageTagResult]($of + @{ Node = 'kind-control-plane'; Status = 'Tagged'; ReplacedImageId = '{{B}}' })
            [KindTools.ImageTagResult]($of + @{ Node = 'kind-worker'; Status = 'AlreadyPresent' })
            [KindTools.ImageTagResult]($of + @{ Node = 'kind-worker2'; Status = 'WouldTag' })
            """,
        ["ImageExportResult"] = $$"""
            $of = @{ Cluster = 'kind'; Node = 'kind-control-plane'; ImageId = '{{A}}'; Digest = '{{B}}'; Size = 17700000; Platform = 'linux/amd64' }
            [KindTools.ImageExportResult]($of + @{ Image = 'docker.io/library/app:dev'; Status = 'Exported'; Path = '/home/me/images.tar' })
            [KindTools.ImageExportResult]($of + @{ Image = 'docker.io/library/worker:dev'; Status = 'WouldExport' })
            """,
        ["KindImageComparison"] = $$"""
            $of = @{ Cluster = 'kind'; Node = 'kind-control-plane'; EngineId = '{{A}}' }
            [KindTools.KindImageComparison]($of + @{ Image = 'docker.io/library/app:dev'; State = 'Stale'; NodeImageId = '{{B}}'; NodeDigest = '{{B}}' })
            [KindTools.KindImageComparison]($of + @{ Image = 'docker.io/library/worker:dev'; State = 'Same'; NodeImageId = '{{A}}' })
            [KindTools.KindImageComparison]($of + @{ Image = 'docker.io/library/migrations:dev'; State = 'Missing' })
            [KindTools.KindImageComparison]@{ Cluster = 'kind'; Node = 'kind-worker'; Image = 'registry.k8s.io/pause:3.10'; State = 'OnlyOnNode'; NodeImageId = '{{B}}' }
            """,
        ["PullPolicyResult"] = """
            $of = @{ File = '/home/me/k8s/job.yaml'; Line = 13; Column = 18; Kind = 'Job'; ApiVersion = 'batch/v1'; Name = 'pi'; Container = 'pi' }
            [KindTools.PullPolicyResult]($of + @{ Image = 'resouer/ubuntu-bc:v1'; DeclaredPolicy = 'IfNotPresent'; EffectivePolicy = 'IfNotPresent'; Verdict = 'UsesNodeImage'; Severity = 'Information'; Reason = 'The policy is IfNotPresent.' })
            [KindTools.PullPolicyResult]($of + @{ Image = 'registry.example/platform/checkout:latest'; NormalizedImage = 'registry.example/platform/checkout:latest'; EffectivePolicy = 'Always'; Verdict = 'IgnoresNodeImage'; Severity = 'Warning'; Reason = "The image has the tag 'latest'."; Remedy = 'Give it another tag.'; Nodes = [KindTools.NodeImagePresence]@{ PresentOn = [string[]]('kind-worker', 'kind-worker2'); MissingOn = [string[]]'kind-control-plane' } })
            [KindTools.PullPolicyResult]@{ Context = 'kind-dev'; Namespace = 'shop'; Kind = 'Deployment'; ApiVersion = 'apps/v1'; Name = 'web'; Container = 'web'; Image = 'Web:dev'; Verdict = 'InvalidImageName'; Severity = 'Error'; Reason = 'Upper case is not allowed.' }
            """,
        ["PullPolicyRepair"] = """
            $of = @{ File = '/home/me/k8s/shop.yaml'; Kind = 'Deployment'; Name = 'shop'; Column = 18 }
            [KindTools.PullPolicyRepair]($of + @{ Line = 13; Container = 'web'; Status = 'Repaired'; Image = 'shop/web'; NewImage = 'shop/web'; NewPolicy = 'IfNotPresent' })
            [KindTools.PullPolicyRepair]($of + @{ Line = 21; Container = 'cache'; Status = 'Planned'; Image = 'shop/cache:latest'; NewImage = 'shop/cache:v2' })
            [KindTools.PullPolicyRepair]($of + @{ Line = 34; Container = 'proxy'; Status = 'Skipped'; Image = 'shop/proxy'; NewImage = 'shop/proxy'; DeclaredPolicy = 'Always'; Reason = 'The policy comes by an alias.' })
            """,
        ["PodPullFailure"] = """
            $of = @{ Cluster = 'kind'; Context = 'kind-kind'; Namespace = 'shop'; Container = 'web'; Node = [string[]]'kind-worker'; WaitingReason = 'ImagePullBackOff'; Evidence = [string[]]('the node has shop/web:latest', 'the policy is Always'); Remedy = 'Set the imagePullPolicy to IfNotPresent.'; RemedyCommand = 'Get-PodPullFailure web | Repair-PodPullFailure'; Reason = 'The node has the image, but the policy is Always.' }
            [KindTools.PodPullFailure]($of + @{ Pod = 'web-54c56cf785-xg5qh'; Pods = [string[]]('web-54c56cf785-xg5qh', 'web-54c56cf785-2pqrk'); Owners = [KindTools.PodOwner[]]([KindTools.PodOwner]::new('apps/v1', 'ReplicaSet', 'web-54c56cf785', 'u1'), [KindTools.PodOwner]::new('apps/v1', 'Deployment', 'web', 'u2')); Image = 'shop/web:latest'; Cause = 'AlwaysPolicy'; Summary = 'the node has it, the policy is Always'; EffectivePolicy = 'Always'; Since = [datetimeoffset]::UtcNow.AddSeconds(-330.5); Tries = 5; NearMisses = [string[]]'shop/web:v1' })
            [KindTools.PodPullFailure]($of + @{ Pod = 'report'; Pods = [string[]]'report'; Owners = [KindTools.PodOwner[]]@(); Image = 'report@sha256:1fb9b6f4ac612d031fb9b6f4ac612d03'; Cause = 'Recovering'; Summary = 'the node has it by now'; EffectivePolicy = 'IfNotPresent' })
            [KindTools.PodPullFailure]($of + @{ Pod = 'api'; Pods = [string[]]'api'; Owners = [KindTools.PodOwner[]]@(); Image = 'api:dev'; Cause = 'NotLoaded'; Summary = 'it runs'; IsResolved = $true })
            """,
        ["PodImageDrift"] = $$"""
            $of = @{ Cluster = 'kind'; Context = 'kind-kind'; Namespace = 'shop'; Node = 'kind-worker'; Owners = [KindTools.PodOwner[]]@(); Reason = 'The kubelet pulled, and the registry answered.'; Remedy = 'Load the image again.' }
            [KindTools.PodImageDrift]($of + @{ Pod = 'report'; Container = 'report'; Image = 'localhost:5000/report:latest'; NormalizedImage = 'localhost:5000/report:latest'; Drift = 'RegistryAnswered'; IsRunning = $false; RunningImageId = '{{A}}'; NodeImageId = '{{A}}'; EngineImageId = '{{B}}'; EffectivePolicy = 'Always'; Since = [datetimeoffset]::UtcNow.AddHours(-50.5); RemedyCommand = 'Import-KindImage localhost:5000/report:latest' })
            [KindTools.PodImageDrift]($of + @{ Pod = 'checkout-service-54c56cf785-xg5qh'; Container = 'web'; Image = 'registry.example/platform/checkout:dev'; NormalizedImage = 'registry.example/platform/checkout:dev'; Drift = 'NodeHasOther'; IsRunning = $true; RunningImageId = '{{B}}' })
            """,
        ["PodPullRepair"] = """
            $of = @{ Cluster = 'kind'; Context = 'kind-kind'; Namespace = 'shop'; Drifts = [KindTools.PodImageDriftKind[]]@(); Causes = [KindTools.PodPullFailureCause[]]'AlwaysPolicy'; Images = [string[]]'shop/web:latest'; Elapsed = [timespan]'0:0:4.21' }
            [KindTools.PodPullRepair]($of + @{ Kind = 'Job'; ObjectName = 'pi'; Status = 'Repaired'; Actions = [KindTools.PodPullRepairAction[]]'Recreate'; Steps = [string[]]'Delete Job/pi and create it anew.'; RunningPods = [string[]]'pi-tsqzx' })
            [KindTools.PodPullRepair]($of + @{ Kind = 'Deployment'; ObjectName = 'web'; Status = 'FailsAnew'; Actions = [KindTools.PodPullRepairAction[]]('LoadImage', 'PatchTemplate'); Steps = [string[]]'Load it.'; FailingPods = [KindTools.PodProblem[]][KindTools.PodProblem]::new('web-1', 'CrashLoopBackOff', 'exit code 1') })
            [KindTools.PodPullRepair]($of + @{ Kind = 'Deployment'; ObjectName = 'cart'; Status = 'Planned'; Actions = [KindTools.PodPullRepairAction[]]'PatchTemplate'; Steps = [string[]]"Set the policy of 'cart' to IfNotPresent." })
            [KindTools.PodPullRepair]($of + @{ Kind = 'Deployment'; ObjectName = 'mail'; Status = 'Managed'; ManagedBy = 'Helm release mail'; Actions = [KindTools.PodPullRepairAction[]]@(); Steps = [string[]]@(); Remedy = 'Change the chart.' })
            """,
        ["KindToolsInfo"] = """
            [KindTools.KindToolsInfo]@{ Version = '0.1.0-preview1'; ModulePath = '~/.local/share/powershell/Modules/KindTools/0.1.0'; PowerShell = '7.6.9 Core'; HostProgram = 'ConsoleHost 7.6.9'; DotNet = '.NET 10.0.12'; OperatingSystem = 'Debian GNU/Linux 12 (bookworm)'; Architecture = 'X64'; VariablesSet = [string[]]('DOCKER_HOST', 'KIND_CLUSTER_NAME'); Engine = 'unix:///run/user/1000/docker.sock (DOCKER_HOST)'; EnginesTried = [string[]]('unix:///run/user/1000/docker.sock (DOCKER_HOST): answers'); EngineVersion = 'Docker 28.5.2 (API 1.51, linux/amd64, Debian GNU/Linux 12 (bookworm))'; ImageStore = 'containerd (overlayfs)'; Clusters = [string[]]('dev: 1 of 3 nodes running, Kubernetes v1.36.2, containerd 2.1.9, linux/amd64', 'kind: 1 of 1 nodes running, Kubernetes v1.36.2, containerd 2.1.9, linux/amd64'); Contexts = [string[]]@(); Dependencies = [string[]]('DiffPlex 1.9', 'YamlDotNet 18.1.0'); Remarks = [string[]]@() }
            """,
    };

    private static string Nodes => """
        $of = @{ Cluster = 'kind'; NodeImage = 'kindest/node:v1.36.2'; ContainerId = '4f5b67a2c565' }
        $nodes = @(
            [KindTools.KindNode]($of + @{ Name = 'kind-control-plane'; Role = 'control-plane'; State = 'Running'; Addresses = [ipaddress[]]('172.18.0.2', 'fc00:f853:ccd:e793::2'); ContainerRuntime = 'containerd'; ContainerRuntimeVersion = '2.1.9'; KubernetesVersion = 'v1.36.2'; Created = [datetimeoffset]::UtcNow.AddHours(-75.5) })
            [KindTools.KindNode]($of + @{ Name = 'kind-worker'; Role = 'worker'; State = 'Paused'; Addresses = [ipaddress[]]'172.18.0.3'; ContainerRuntime = 'containerd'; ContainerRuntimeVersion = '2.1.9'; KubernetesVersion = 'v1.36.2'; Created = [datetimeoffset]::UtcNow.AddHours(-7.51) })
            [KindTools.KindNode]($of + @{ Name = 'kind-worker2'; Role = 'worker'; State = 'Stopped'; Addresses = [ipaddress[]]@(); Created = [datetimeoffset]::UtcNow.AddSeconds(-330.2) })
        )
        """;
}
