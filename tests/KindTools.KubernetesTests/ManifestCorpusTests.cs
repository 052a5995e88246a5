using System.Text;
using System.Text.Json.Nodes;

namespace KindTools.KubernetesTests;

/// <summary>
/// What Test-PodPullPolicy says about the corpus of manifests is what the real API server does with them. The lab's
/// Kubernetes is 1.20: it does not know image volumes, keeps CronJobs in batch/v1beta1, drops the ephemeral containers of
/// new pods, and takes neither IPv6 addresses nor single capitalised words for registries. Those, and custom resources,
/// which no API server defaults, are judged by the unit tests alone.
/// </summary>
public class ManifestCorpusTests
{
    private static readonly string[] Folders = ["tests/KindTools.Tests/Data/manifests", "examples/manifests", "examples/story"];

    private static readonly string[] BeyondThisServer = ["custom.yaml", "newer-references.yaml"];

    public static TheoryData<string> Files { get; } =
    [
        .. Folders.SelectMany(folder => Directory.GetFiles(Path.Combine(Module.Root, folder)))
            .Where(file => Path.GetExtension(file) is ".yaml" or ".json" && !BeyondThisServer.Contains(Path.GetFileName(file)))
            .Select(file => Path.GetRelativePath(Module.Root, file))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void The_API_server_gives_every_container_the_policy_that_was_foretold(string file)
    {
        var lab = Lab.WithKubernetes();
        using var module = lab.OpenModule();
        var path = Path.Combine(Module.Root, file);
        var foretold = module.Run($"Test-PodPullPolicy '{path}'").Select(result => (PullPolicyResult)result.BaseObject).ToList();
        Assert.Empty(module.Errors);

        // kubectl's own reader resolves anchors, merges, lists and documents.
        var served = Objects(lab.Run("kubectl", OldCronJobs(File.ReadAllText(path)), "create", "--dry-run=client", "--validate=false", "--output=json", "--filename", "-"))
            .SelectMany(Containers)
            .ToList();

        var compared = foretold.Where(result => result.ContainerType is ContainerType.Container or ContainerType.InitContainer).ToList();
        Assert.Equal(compared.Select(result => result.Container), served.Select(container => (string?)container["name"]));
        foreach (var (result, container) in compared.Zip(served)) AssertAgrees(lab, result, container);
    }

    [Fact]
    public void Whole_objects_of_every_kind_are_defaulted_as_foretold()
    {
        var lab = Lab.WithKubernetes();
        using var module = lab.OpenModule();
        var path = Path.Combine(Module.Root, "tests/KindTools.Tests/Data/manifests/kinds.yaml");

        var foretold = module.Run($"Test-PodPullPolicy '{path}'").Select(result => (PullPolicyResult)result.BaseObject);
        var served = Objects(lab.Run("kubectl", OldCronJobs(File.ReadAllText(path)), "create", "--dry-run=server", "--output=json", "--filename", "-")).SelectMany(
            served => Containers(served).Select(container => $"{served["kind"]} {container["name"]} {container["imagePullPolicy"]}"));

        Assert.Equal(foretold.Select(result => $"{result.Kind} {result.Container} {result.EffectivePolicy}"), served);
    }

    [Fact]
    public void Mended_manifests_are_taken_and_their_containers_use_the_image_on_the_node()
    {
        var lab = Lab.WithKubernetes();
        using var module = lab.OpenModule();
        foreach (var file in Directory.GetFiles(Path.Combine(Module.Root, "examples/manifests")))
        {
            var mended = Assert.Single(module.Run("$input | Repair-PodPullPolicy", File.ReadAllText(file))).ToString();
            Assert.Empty(module.Errors);

            // The lab has only Kubernetes' own namespaces.
            var here = OldCronJobs(mended.Replace("    namespace: reports\n", "", StringComparison.Ordinal));
            var answer = lab.Run("kubectl", here, "create", "--dry-run=server", "--output=json", "--filename", "-");

            Assert.All(Objects(answer).SelectMany(Containers), container => Assert.Equal("IfNotPresent", (string?)container["imagePullPolicy"]));
        }
    }

    // One container after the other, because one that is refused takes its pod with it.
    private static void AssertAgrees(Lab lab, PullPolicyResult result, JsonObject container)
    {
        var pod = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = new JsonObject { ["name"] = "one" },
            ["spec"] = new JsonObject
            {
                ["containers"] = new JsonArray(new JsonObject(new[] { "image", "imagePullPolicy" }
                    .Where(container.ContainsKey)
                    .Select(key => KeyValuePair.Create(key, container[key]?.DeepClone()))
                    .Append(KeyValuePair.Create("name", (JsonNode?)"one")))),
            },
        };

        string answer;
        try
        {
            answer = lab.Run("kubectl", Encoding.UTF8.GetBytes(pod.ToJsonString()), "create", "--dry-run=server", "--validate=false", "--output=json", "--filename", "-");
        }
        catch (InvalidOperationException refusal)
        {
            Assert.True(result.Verdict == PullPolicyVerdict.Rejected, $"{result.Container}: {result.Verdict}, but {refusal.Message}");
            return;
        }

        Assert.True(result.Verdict != PullPolicyVerdict.Rejected, $"{result.Container} was said to be refused: {result.Reason}");
        if (result.Verdict == PullPolicyVerdict.Unresolved) return;
        var policy = (string?)Assert.Single(Containers(JsonNode.Parse(answer)!))["imagePullPolicy"];
        Assert.True(result.EffectivePolicy.ToString() == policy, $"{result.Container} ({result.Image}): foretold {result.EffectivePolicy}, got {policy}");
    }

    private static byte[] OldCronJobs(string text) =>
        Encoding.UTF8.GetBytes(text.Replace("batch/v1\nkind: CronJob", "batch/v1beta1\nkind: CronJob", StringComparison.Ordinal));

    /// <summary>Objects that follow one another, as kubectl prints more than one.</summary>
    private static IEnumerable<JsonNode> Objects(string output) =>
        output.Split("\n}\n", StringSplitOptions.RemoveEmptyEntries).Select(text => JsonNode.Parse(text.EndsWith("\n}", StringComparison.Ordinal) ? text : text + "\n}")!);

    /// <summary>Initial containers first, as the kubelet starts them.</summary>
    private static IEnumerable<JsonObject> Containers(JsonNode node)
    {
        if (node is JsonObject mapping && mapping.ContainsKey("containers"))
            return new[] { "initContainers", "containers" }.SelectMany(key => mapping[key] as JsonArray ?? []).OfType<JsonObject>();

        return node switch
        {
            JsonObject other => other.Where(entry => entry.Value is not null && entry.Key != "status").SelectMany(entry => Containers(entry.Value!)),
            JsonArray items => items.Where(item => item is not null).SelectMany(item => Containers(item!)),
            _ => [],
        };
    }
}
