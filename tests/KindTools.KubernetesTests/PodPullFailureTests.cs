using System.Diagnostics;
using System.Management.Automation;
using static KindTools.PodPullFailureCause;

namespace KindTools.KubernetesTests;

/// <summary>Get-PodPullFailure on real Kubernetes: each cause that can be made there is made and named.</summary>
public class PodPullFailureTests
{
    private const string Prefix = "kindtools-test/";
    private const string Absent = "sha256:abababababababababababababababababababababababababababababababab";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(300);

    [Fact]
    public async Task Every_cause_is_named()
    {
        var lab = Lab.WithKubernetes();
        using var module = lab.OpenModule();
        using var pods = new BrokenPods(lab, "failure-named");
        using var other = new OtherCluster(lab, "kindtools-other");
        lab.RemoveTestImages();
        var token = TestContext.Current.CancellationToken;
        try
        {
            foreach (var image in (string[])["here:latest", "spelled:v1", "engine:v1", "elsewhere:v1", "cluster:v1"])
                lab.Build(Prefix + image, ("name", System.Text.Encoding.UTF8.GetBytes(image)));
            BuildForeign(lab, Prefix + "foreign:v1");
            Run(module, $"Import-KindImage {Prefix}here:latest, {Prefix}spelled:v1");
            Run(module, $"Import-KindImage {Prefix}foreign:v1 -Platform linux/arm64 -Node {pods.Node}");
            if (lab.NodeCount > 1) Run(module, $"Import-KindImage {Prefix}elsewhere:v1 -Node {pods.OtherNode}");
            BrokenPods.Damage(lab, pods.Node, Prefix + "damaged:v1");
            await other.WaitAsync(token);
            Run(module, $"Import-KindImage {Prefix}cluster:v1 -Cluster {other.Name}");
            pods.StartRegistry();

            var expected = new Dictionary<string, PodPullFailureCause>();
            Break("stubborn", "here:latest", AlwaysPolicy);
            Break("absent", "nowhere:v1", NeverAbsent, "Never");
            Break("engine", "engine:v1", NotLoaded);
            if (lab.NodeCount > 1) Break("elsewhere", "elsewhere:v1", OnOtherNodes);
            Break("cluster", "cluster:v1", InOtherCluster);
            Break("misspelled", "speled:v1", Misspelled);
            Break("tag", "spelled:v2", TagMissing);
            Break("digest", "spelled@" + Absent, DigestMismatch);
            Break("damaged", "damaged:v1", ContentIncomplete);
            Break("foreign", "foreign:v1", WrongArchitecture, ownProgram: true);
            BreakElsewhere("invalid", "Not-A/Name:v1:x", InvalidName);
            BreakElsewhere("notfound", "127.0.0.1:5005/missing/app:v1", RegistryNotFound);
            BreakElsewhere("private", "127.0.0.1:5005/private/app:v1", RegistryDenied);
            BreakElsewhere("denied", "127.0.0.1:5005/denied/app:v1", RegistryDenied);
            BreakElsewhere("limit", "127.0.0.1:5005/limit/app:v1", RegistryRateLimit);
            BreakElsewhere("down", "127.0.0.1:5005/down/app:v1", RegistryError);
            BreakElsewhere("refused", "127.0.0.1:5999/app:v1", RegistryNoRoute);
            BreakElsewhere("route", "192.0.2.1:5000/app:v1", RegistryNoRoute);
            BreakElsewhere("host", "registry.example.test/app:v1", RegistryNoSuchHost);
            BreakElsewhere("tls", $"{pods.OtherNode}:6443/app:v1", RegistryTls);
            pods.Add(Deployment("web", Prefix + "here:latest"));
            pods.Apply();

            // A kubelet of 1.20 says in the status why a pull failed only until it waits again, and drops events when many
            // pods fail at once: what was seen counts, and nothing else may have been concluded meanwhile.
            var seen = expected.Keys.ToDictionary(name => name, _ => new HashSet<PodPullFailureCause>());
            var found = await WaitAsync(module, $"Get-PodPullFailure -Namespace {pods.Namespace}", rows =>
            {
                foreach (var row in rows.Where(row => seen.ContainsKey(row.Pod))) seen[row.Pod].Add(row.Cause);
                return seen.All(pod => pod.Value.Contains(expected[pod.Key])) && rows.Any(row => row.PodCount == 2);
            }, token);
            Assert.All(seen, pod => Assert.Equal([expected[pod.Key]], pod.Value.Where(cause => cause != Unknown)));

            // The two pods of the Deployment are one row, told apart with -Expand and found by their controller's name.
            var web = found.Single(row => row.PodCount == 2);
            Assert.Equal(("Deployment/web", AlwaysPolicy, "Helm"), (web.Controller!.ToString(), web.Cause, web.ManagedBy));
            Assert.Equal(["ReplicaSet", "Deployment"], web.Owners.Select(owner => owner.Kind));
            Assert.Equal(2, Failures(module, $"Get-PodPullFailure web -Expand -Namespace {pods.Namespace}").Count);
            Assert.Equal("stubborn", Assert.Single(Failures(module, "Get-PodPullFailure stubb* -AllNamespaces")).Pod);
            Assert.Equal(2, Assert.Single(Failures(module, $"Get-PodPullFailure -Selector app=web -Namespace {pods.Namespace}")).PodCount);
            Assert.Empty(module.Errors);

            // What can be cured in the cluster would be; of the rest the user is told what to do.
            var plans = Repairs(module, $"Get-PodPullFailure -Namespace {pods.Namespace} | Repair-PodPullFailure -WhatIf");
            Assert.All(plans, plan => Assert.Equal(
                plan.ManagedBy is not null ? PodPullRepairStatus.Managed : plan.Causes.All(Curable.Contains) ? PodPullRepairStatus.Planned : PodPullRepairStatus.NoCure, plan.Status));
            Assert.Equal(expected.Values.Append(AlwaysPolicy).Distinct().Except(Curable).Order(), plans.Where(plan => plan.Status == PodPullRepairStatus.NoCure).SelectMany(plan => plan.Causes).Where(cause => cause != Unknown).Distinct().Order());
            Assert.All(plans.Where(plan => plan.Status == PodPullRepairStatus.NoCure), plan => Assert.Contains(Remedies[plan.Causes[0]], plan.Remedy, StringComparison.Ordinal));

            // What a command can do, it does: the failure itself tells Import-KindImage what is missing where.
            Run(module, $"Get-PodPullFailure engine -Namespace {pods.Namespace} | Import-KindImage");
            await WaitAsync(module, $"Get-PodPullFailure -Namespace {pods.Namespace}", rows => rows.All(row => row.Pod != "engine"), token);

            void Break(string name, string image, PodPullFailureCause cause, string? policy = null, bool ownProgram = false) => BreakElsewhere(name, Prefix + image, cause, policy, ownProgram);

            void BreakElsewhere(string name, string image, PodPullFailureCause cause, string? policy = null, bool ownProgram = false)
            {
                pods.Pod(name, image, policy, ownProgram);
                expected.Add(name, cause);
            }
        }
        finally
        {
            lab.RemoveTestImages();
        }
    }

    private static readonly HashSet<PodPullFailureCause> Curable = [AlwaysPolicy, NotLoaded, OnOtherNodes, InOtherCluster, Misspelled, ContentIncomplete];

    // What is said instead of a cure.
    private static readonly Dictionary<PodPullFailureCause, string> Remedies = new()
    {
        [NeverAbsent] = "load it: Import-KindImage",
        [TagMissing] = "use a tag that is there: kindtools-test/spelled:v1",
        [DigestMismatch] = "use a tag or digest that is there",
        [WrongArchitecture] = "docker build --platform",
        [InvalidName] = "in small letters up to the tag",
        [RegistryNotFound] = "Correct the name, or build",
        [RegistryDenied] = "imagePullSecrets",
        [RegistryRateLimit] = "sign in with imagePullSecrets",
        [RegistryError] = "works again",
        [RegistryNoRoute] = "HTTPS_PROXY",
        [RegistryNoSuchHost] = "build and load it",
        [RegistryTls] = "certificate authority",
        [Unknown] = "kubectl describe pod",
    };

    [Fact]
    public async Task Watching_tells_a_failure_when_it_comes_and_when_it_is_over_until_stopped()
    {
        var lab = Lab.WithKubernetes();
        using var module = lab.OpenModule();
        using var pods = new BrokenPods(lab, "failure-watched");
        lab.RemoveTestImages();
        var token = TestContext.Current.CancellationToken;
        lab.Build(Prefix + "watched:v1", ("name", "watched"u8.ToArray()));
        try
        {
            using var output = new PSDataCollection<PSObject>();
            module.Shell.Commands.Clear();
            var running = module.Shell.AddScript($"Get-PodPullFailure -Watch -Namespace {pods.Namespace}").BeginInvoke<object, PSObject>(null, output);
            pods.Pod("watched", Prefix + "watched:v1");
            pods.Apply();
            await WaitForAsync(() => output.Count == 1, token);
            var failure = (PodPullFailure)output[0].BaseObject;
            Assert.Equal(("watched", NotLoaded, false), (failure.Pod, failure.Cause, failure.IsResolved));

            // An API server that is away for a moment ends nothing.
            if (lab.IsDisposable) lab.OnNode(pods.OtherNode, "sh", "-c", "kill -9 $(cat /run/lab/kube-apiserver.pid)");

            using var hand = lab.OpenModule();
            Run(hand, $"Import-KindImage {Prefix}watched:v1");
            await WaitForAsync(() => output.Any(row => ((PodPullFailure)row.BaseObject).IsResolved), token);

            var stopping = Stopwatch.StartNew();
            module.Shell.Stop();
            Assert.True(running.IsCompleted);
            Assert.True(stopping.Elapsed < TimeSpan.FromSeconds(5), $"Stopping took {stopping.Elapsed}.");
            Assert.Empty(module.Errors);
        }
        finally
        {
            lab.RemoveTestImages();
        }
    }

    // An image of another architecture whose program the kernel cannot run: an ELF header of aarch64 and nothing more.
    private static void BuildForeign(Lab lab, string name)
    {
        using var archive = new MemoryStream();
        using (var tar = new System.Formats.Tar.TarWriter(archive, leaveOpen: true))
        {
            byte[] program = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0xb7, 0, 1, 0, 0, 0, .. new byte[200]];
            tar.WriteEntry(new System.Formats.Tar.PaxTarEntry(System.Formats.Tar.TarEntryType.RegularFile, "app") { DataStream = new MemoryStream(program), Mode = (UnixFileMode)0b111_101_101 });
        }

        lab.Run("docker", archive.ToArray(), "import", "--platform", "linux/arm64", "--change", "CMD [\"/app\"]", "-", name);
    }

    private static string Deployment(string name, string image) =>
        $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: "{{name}}", annotations: {meta.helm.sh/release-name: shop} }
        spec:
          replicas: 2
          selector: {matchLabels: {app: "{{name}}" } }
          template:
            metadata: {labels: {app: "{{name}}" } }
            spec: {terminationGracePeriodSeconds: 0, containers: [{name: {{name}}, image: "{{image}}", command: [sleep, '3600']}]}
        """;

    private static void Run(Module module, string script)
    {
        module.Run(script);
        Assert.Empty(module.Errors);
    }

    private static List<PodPullRepair> Repairs(Module module, string script)
    {
        List<PodPullRepair> repairs = [.. module.Run(script).Select(result => (PodPullRepair)result.BaseObject)];
        Assert.Empty(module.Errors);
        return repairs;
    }

    private static List<PodPullFailure> Failures(Module module, string script) => [.. module.Run(script).Select(result => (PodPullFailure)result.BaseObject)];

    private static async Task<List<PodPullFailure>> WaitAsync(Module module, string script, Func<List<PodPullFailure>, bool> condition, CancellationToken token)
    {
        var waiting = Stopwatch.StartNew();
        while (true)
        {
            var rows = Failures(module, script);
            if (condition(rows)) return rows;
            Assert.True(waiting.Elapsed < Patience, string.Join(Environment.NewLine, rows.Select(row => $"{row.Pod} {row.Cause} {row.WaitingReason}: {row.Message}")));
            await Task.Delay(1000, token);
        }
    }

    private static async Task WaitForAsync(Func<bool> condition, CancellationToken token)
    {
        var waiting = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(waiting.Elapsed < Patience, "It did not come.");
            await Task.Delay(200, token);
        }
    }
}
