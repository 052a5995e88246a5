using System.Text.RegularExpressions;
using KindTools.ModuleTests.Console;

namespace KindTools.ModuleTests.Looks;

/// <summary>What <c>Format-List</c> shows of the first object of each type.</summary>
public partial class ListTests(ListTests.PrintedLists printed) : IClassFixture<ListTests.PrintedLists>
{
    /// <summary>By type; moments are marks.</summary>
    public static TheoryData<string, string> Lists { get; } = new()
    {
        {
            "KindCluster",
            """
            Name              : kind
            State             : Running
            Nodes             : kind-control-plane, kind-worker, kind-worker2
            Roles             : control-plane, worker
            NodeImage         : kindest/node:v1.36.2
            KubernetesVersion : v1.36.2
            ApiServer         : https://127.0.0.1:26446/
            Context           : kind-kind
            """
        },
        {
            "KindNodeImage",
            """
            Cluster    : kind
            Node       : kind-control-plane
            Image      : docker.io/library/app:dev
            Repository : docker.io/library/app
            Tag        : dev
            ImageId    : sha256:1fb9b6f4ac612d031fb9b6f4ac612d031fb9b6f4ac612d031fb9b6f4ac612d03
            Digest     : sha256:202d6c7a4417eb1d202d6c7a4417eb1d202d6c7a4417eb1d202d6c7a4417eb1d
            Platform   : linux/amd64
            Size       : 24.7 MB
            Pinned     : False
            """
        },
        {
            "ImageImportResult",
            """
            Cluster         : kind
            Node            : kind-control-plane
            Image           : docker.io/resouer/ubuntu-bc:latest
            Status          : Imported
            Way             : Push
            ImageId         : sha256:1fb9b6f4ac612d031fb9b6f4ac612d031fb9b6f4ac612d031fb9b6f4ac612d03
            Digest          : sha256:202d6c7a4417eb1d202d6c7a4417eb1d202d6c7a4417eb1d202d6c7a4417eb1d
            Platform        : linux/amd64
            ReplacedImageId : sha256:202d6c7a4417eb1d202d6c7a4417eb1d202d6c7a4417eb1d202d6c7a4417eb1d
            Sent            : 303 kB of 37.0 MB, 3 of 6 blobs
            Elapsed         : 0.86 s
            """
        },
        {
            "ImageRemovalResult",
            """
            Cluster : kind
            Node    : kind-control-plane
            Image   : docker.io/library/app:v1
            Status  : Removed
            ImageId : sha256:1fb9b6f4ac612d031fb9b6f4ac612d031fb9b6f4ac612d031fb9b6f4ac612d03
            Digest  : sha256:202d6c7a4417eb1d202d6c7a4417eb1d202d6c7a4417eb1d202d6c7a4417eb1d
            Size    : 17.7 MB
            Records : docker.io/library/app:v1, sha256:1fb9b6f4ac612d031fb9b6f4ac612d031fb9b6f4ac612d031fb9b6f4
                      ac612d03
            """
        },
        {
            "ImageTagResult",
            """
            Cluster         : kind
            Node            : kind-control-plane
            Image           : registry.example/team/app:v1
            Source          : docker.io/library/app:dev
            Status          : Tagged
            ImageId         : sha256:1fb9b6f4ac612d031fb9b6f4ac612d031fb9b6f4ac612d031fb9b6f4ac612d03
            Digest          : sha256:202d6c7a4417eb1d202d6c7a4417eb1d202d6c7a4417eb1d202d6c7a4417eb1d
            ReplacedImageId : sha256:202d6c7a4417eb1d202d6c7a4417eb1d202d6c7a4417eb1d202d6c7a4417eb1d
            """
        },
        {
            "ImageExportResult",
            """
            Cluster  : kind
            Node     : kind-control-plane
            Image    : docker.io/library/app:dev
            Status   : Exported
            Path     : /home/me/images.tar
            ImageId  : sha256:1fb9b6f4ac612d031fb9b6f4ac612d031fb9b6f4ac612d031fb9b6f4ac612d03
            Digest   : sha256:202d6c7a4417eb1d202d6c7a4417eb1d202d6c7a4417eb1d202d6c7a4417eb1d
            Platform : linux/amd64
            Size     : 17.7 MB
            """
        },
        {
            "KindImageComparison",
            """
            Cluster     : kind
            Node        : kind-control-plane
            Image       : docker.io/library/app:dev
            State       : Stale
            EngineId    : sha256:1fb9b6f4ac612d031fb9b6f4ac612d031fb9b6f4ac612d031fb9b6f4ac612d03
            NodeImageId : sha256:202d6c7a4417eb1d202d6c7a4417eb1d202d6c7a4417eb1d202d6c7a4417eb1d
            NodeDigest  : sha256:202d6c7a4417eb1d202d6c7a4417eb1d202d6c7a4417eb1d202d6c7a4417eb1d
            """
        },
        {
            "PullPolicyResult",
            """
            Where           : /home/me/k8s/job.yaml:13:18
            Object          : Job/pi
            Container       : pi (Container)
            Image           : resouer/ubuntu-bc:v1
            NormalizedImage :
            DeclaredPolicy  : IfNotPresent
            EffectivePolicy : IfNotPresent
            Verdict         : UsesNodeImage
            Severity        : Information
            Reason          : The policy is IfNotPresent.
            Remedy          :
            """
        },
        {
            "PullPolicyRepair",
            """
            Where     : /home/me/k8s/shop.yaml:13:18
            Object    : Deployment/shop
            Container : web (Container)
            Image     : shop/web
            Policy    : (none) -> IfNotPresent
            Status    : Repaired
            """
        },
        {
            "PodPullFailure",
            """
            Cluster   : kind
            Context   : kind-kind
            Namespace : shop
            Pods      : web-54c56cf785-xg5qh, web-54c56cf785-2pqrk
            Owners    : ReplicaSet/web-54c56cf785 of Deployment/web
            Container : web (Container)
            Image     : shop/web:latest
            Node      : kind-worker
            Policy    : Always
            State     : ImagePullBackOff, since <time> (5m30s ago), 5 tries
            Cause     : AlwaysPolicy
            Reason    : The node has the image, but the policy is Always.
            Near      : shop/web:v1
            Remedy    : Set the imagePullPolicy to IfNotPresent.
            Command   : Get-PodPullFailure web | Repair-PodPullFailure
            Evidence  : the node has shop/web:latest
                        the policy is Always
            """
        },
        {
            "PodImageDrift",
            """
            Cluster        : kind
            Namespace      : shop
            Pod            : report
            Container      : report (Container), ended
            Image          : localhost:5000/report:latest
            Node           : kind-worker
            Policy         : Always
            Since          : <time> (2d2h ago)
            Drift          : RegistryAnswered
            RunningImageId : sha256:1fb9b6f4ac612d031fb9b6f4ac612d031fb9b6f4ac612d031fb9b6f4ac612d03
            NodeImageId    : sha256:1fb9b6f4ac612d031fb9b6f4ac612d031fb9b6f4ac612d031fb9b6f4ac612d03
            EngineImageId  : sha256:202d6c7a4417eb1d202d6c7a4417eb1d202d6c7a4417eb1d202d6c7a4417eb1d
            Reason         : The kubelet pulled, and the registry answered.
            Remedy         : Load the image again.
            Command        : Import-KindImage localhost:5000/report:latest
            """
        },
        {
            "PodPullRepair",
            """
            Cluster   : kind
            Context   : kind-kind
            Namespace : shop
            Object    : Job/pi
            Images    : shop/web:latest
            Causes    : AlwaysPolicy
            Status    : Repaired
            Steps     : Delete Job/pi and create it anew.
            Running   : pi-tsqzx
            Elapsed   : 4.2 s
            """
        },
        {
            "KindNode",
            """
            Cluster           : kind
            Name              : kind-control-plane
            Role              : control-plane
            State             : Running
            Created           : <time> (3d3h ago)
            Addresses         : 172.18.0.2, fc00:f853:ccd:e793::2
            NodeImage         : kindest/node:v1.36.2
            ContainerRuntime  : containerd 2.1.9
            KubernetesVersion : v1.36.2
            ContainerId       : 4f5b67a2c565
            """
        },
        {
            "KindToolsInfo",
            """
            KindTools       : 0.1.0-preview1
            ModulePath      : ~/.local/share/powershell/Modules/KindTools/0.1.0
            PowerShell      : 7.6.9 Core
            HostProgram     : ConsoleHost 7.6.9
            DotNet          : .NET 10.0.12
            OperatingSystem : Debian GNU/Linux 12 (bookworm)
            Architecture    : X64
            VariablesSet    : DOCKER_HOST, KIND_CLUSTER_NAME
            Engine          : unix:///run/user/1000/docker.sock (DOCKER_HOST)
            EnginesTried    : unix:///run/user/1000/docker.sock (DOCKER_HOST): answers
            EngineVersion   : Docker 28.5.2 (API 1.51, linux/amd64, Debian GNU/Linux 12 (bookworm))
            ImageStore      : containerd (overlayfs)
            Clusters        : dev: 1 of 3 nodes running, Kubernetes v1.36.2, containerd 2.1.9, linux/amd64
                              kind: 1 of 1 nodes running, Kubernetes v1.36.2, containerd 2.1.9, linux/amd64
            Contexts        : none named kind-*
            Dependencies    : DiffPlex 1.9
                              YamlDotNet 18.1.0
            Remarks         : none
            """
        },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public void A_type_is_a_list_with_units_ages_and_what_there_is(string type, string list) => Assert.Equal(list, printed.Of(type));

    [Fact]
    public void Every_type_has_its_list() => Assert.Equal(Samples.All.Keys.Order(StringComparer.Ordinal), Lists.Select(row => row.Data.Item1).Order(StringComparer.Ordinal));

    /// <summary>All of them, from one process: the engine in the tests' own has no Format-List.</summary>
    public sealed partial class PrintedLists : IAsyncLifetime
    {
        private readonly Dictionary<string, string> _lists = [];

        public string Of(string type) => _lists[type];

        public async ValueTask InitializeAsync()
        {
            var script = string.Join('\n', Samples.All.Select(sample => $"'=== {sample.Key}'\n& {{\n{sample.Value}\n}} | Select-Object -First 1 | Format-List"));
            var result = await ConsoleProcess.RunAsync(script, ["-File", "-"], start => start.Environment["COLUMNS"] = "100");

            Assert.Equal("", result.Errors);
            Assert.DoesNotContain('\e', result.Output);
            foreach (Match part in Part().Matches(result.Output))
                _lists[part.Groups["type"].Value] = Moment().Replace(TrailingBlanks().Replace(part.Groups["list"].Value.Trim('\n'), ""), "<time>");
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        [GeneratedRegex(@"^=== (?<type>\w+)\n(?<list>.*?)(?=^===|\z)", RegexOptions.Multiline | RegexOptions.Singleline)]
        private static partial Regex Part();

        [GeneratedRegex(" +$", RegexOptions.Multiline)]
        private static partial Regex TrailingBlanks();

        [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")]
        private static partial Regex Moment();
    }
}
