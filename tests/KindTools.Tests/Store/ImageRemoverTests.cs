using KindTools.Core.Store;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Store;

public class ImageRemoverTests
{
    private static readonly TestImage App = TestImage.Create("app:dev", TestImage.Layer(1, 100));
    private static readonly TestImage Newer = TestImage.Create("app:dev", TestImage.Layer(2, 100));
    private static readonly TestImage Pause = TestImage.Create("registry.k8s.io/pause:3.10", TestImage.Layer(3, 100));

    private readonly RecordingLog _log = new();

    [Fact]
    public async Task With_its_last_name_an_image_goes_whole()
    {
        var node = Holding(App);
        node.Names["docker.io/library/app@" + App.ManifestDigest] = App.ManifestDigest;
        node.Names["import-2026-11-23@" + App.ManifestDigest] = App.ManifestDigest;

        var result = Assert.Single(await RemoveAsync(["app:dev"], node));

        Assert.Equal((App.Name, "kind", "kind-worker", ImageRemovalStatus.Removed), (result.Image, result.Cluster, result.Node, result.Status));
        Assert.Equal((App.ConfigDigest, App.ManifestDigest), (result.ImageId, result.Digest));
        Assert.Equal(
            [App.Name, "docker.io/library/app@" + App.ManifestDigest, "import-2026-11-23@" + App.ManifestDigest, App.ConfigDigest],
            result.Records.Order(StringComparer.Ordinal));
        Assert.Empty(node.Names);
        Assert.Empty(_log.Errors);
    }

    [Fact]
    public async Task A_name_beside_others_goes_alone()
    {
        var node = Holding(App);
        node.Names["docker.io/library/app:v2"] = App.ManifestDigest;

        Assert.Equal([App.Name], Assert.Single(await RemoveAsync(["app:dev"], node)).Records);

        Assert.Equal(["docker.io/library/app:v2", App.ConfigDigest], node.Names.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_name_of_the_same_image_with_another_manifest_keeps_the_record_of_the_id()
    {
        var node = Holding(App);
        var other = TestImage.Digest(App.Manifest.Append((byte)'\n').ToArray());
        node.Content[other] = [.. App.Manifest, (byte)'\n'];
        node.Names["docker.io/library/app:v2"] = other;

        Assert.Equal([App.Name], Assert.Single(await RemoveAsync(["app:dev"], node)).Records);

        Assert.Contains(App.ConfigDigest, node.Names.Keys);
    }

    [Theory]
    [InlineData("app:dev", 1)]
    [InlineData("app", 2)]
    [InlineData("app:*", 2)]
    [InlineData("docker.io/library/app:v2", 1)]
    public async Task What_Get_KindNodeImage_lists_by_a_name_goes(string name, int count)
    {
        var node = Holding(App, Pause);
        node.Names["docker.io/library/app:v2"] = App.ManifestDigest;

        Assert.Equal(count, (await RemoveAsync([name], node)).Count);
    }

    [Fact]
    public async Task An_image_goes_by_its_id_with_all_its_names()
    {
        var node = Holding(App, Pause);
        node.Names["docker.io/library/app:v2"] = App.ManifestDigest;

        Assert.Equal(2, (await RemoveAsync([App.ConfigDigest], node)).Count);

        Assert.Equal([Pause.Name, Pause.ConfigDigest], node.Names.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("registry.k8s.io/pause:3.10", true)]
    [InlineData("registry.k8s.io/*", false)]
    [InlineData("*", false)]
    public async Task The_clusters_own_images_stay_with_an_error_only_where_they_are_named(string name, bool isError)
    {
        var node = Holding(Pause);

        Assert.Empty(await RemoveAsync([name], node));

        Assert.Contains(Pause.Name, node.Names.Keys);
        Assert.Equal(isError ? ["SystemImageKept"] : [], _log.Errors.Select(error => error.ErrorId));
        Assert.Equal(isError ? 0 : 1, _log.Verboses.Count);
    }

    [Theory]
    [InlineData("app:dev")]
    [InlineData("app:v2")]
    [InlineData("app*")]
    public async Task No_name_of_an_image_that_a_pod_runs_goes(string name)
    {
        var node = Holding(App);
        node.Names["docker.io/library/app:v2"] = App.ManifestDigest;
        node.Usage = Container("docker.io/library/app:dev", App.ConfigDigest);

        Assert.Empty(await RemoveAsync([name], node));

        Assert.All(_log.Errors, error => Assert.Equal(("ImageInUse", FailureCategory.InvalidOperation), (error.ErrorId, error.Category)));
        Assert.Contains("pod default/web runs it", _log.Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_container_that_the_kubelet_did_not_start_is_known_by_its_images_name()
    {
        var node = Holding(App);
        node.Usage = Container("docker.io/library/app:dev", imageId: null);

        Assert.Empty(await RemoveAsync(["app:dev"], node));

        Assert.Equal("ImageInUse", Assert.Single(_log.Errors).ErrorId);
    }

    [Fact]
    public async Task What_a_pod_runs_of_an_older_build_does_not_keep_the_name()
    {
        var node = Holding(Newer);
        node.Usage = Container("docker.io/library/app:dev", App.ConfigDigest);

        Assert.Single(await RemoveAsync(["app:dev"], node));
    }

    [Fact]
    public async Task With_force_everything_goes()
    {
        var node = Holding(App, Pause);
        node.Usage = Container(App.Name, App.ConfigDigest);

        Assert.Equal(2, (await RemoveAsync(["*"], force: true, node)).Count);

        Assert.Empty(node.Names);
    }

    [Fact]
    public async Task Leftovers_are_made_up_names_and_images_that_lost_theirs()
    {
        var node = Holding(App, Newer, Pause);
        node.Names["import-2026-11-23@" + Newer.ManifestDigest] = Newer.ManifestDigest;

        var results = await RemoveLeftoversAsync(node);

        Assert.Equal([App.ConfigDigest, "import-2026-11-23@" + Newer.ManifestDigest], results.Select(result => result.Image).Order(StringComparer.Ordinal).Reverse());
        Assert.Equal([Newer.Name, Pause.Name, Newer.ConfigDigest, Pause.ConfigDigest], node.Names.Keys.OrderBy(name => name.StartsWith("sha256:", StringComparison.Ordinal)).ThenBy(name => name == Pause.Name || name == Pause.ConfigDigest));
    }

    [Fact]
    public async Task A_leftover_that_a_pod_still_runs_stays_quietly_and_a_made_up_name_beside_a_proper_one_goes()
    {
        var node = Holding(App, Newer);
        node.Names["import-2026-11-23@" + Newer.ManifestDigest] = Newer.ManifestDigest;
        node.Usage = Container(App.Name, App.ConfigDigest) + Container(App.Name, Newer.ConfigDigest);

        var result = Assert.Single(await RemoveLeftoversAsync(node));

        Assert.StartsWith("import-", result.Image, StringComparison.Ordinal);
        Assert.Contains(App.ConfigDigest, node.Names.Keys);
        Assert.Empty(_log.Errors);
        Assert.Contains(App.ConfigDigest, Assert.Single(_log.Verboses), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_nodes_failure_does_not_stop_the_others()
    {
        var sticky = Holding(App);
        sticky.Sticky.Add(App.Name);
        var other = new FakeNode("kind-worker2").Holding(App);

        var result = Assert.Single(await RemoveAsync(["app:dev"], sticky, other));

        Assert.Equal("kind-worker2", result.Node);
        Assert.Equal(("ImageNotRemoved", App.Name), (Assert.Single(_log.Errors).ErrorId, _log.Errors[0].Target));
    }

    [Fact]
    public async Task A_name_that_no_node_has_is_reported_with_what_is_near_it()
    {
        Assert.Empty(await RemoveAsync(["apq:dev"], Holding(App)));

        var error = Assert.Single(_log.Errors);
        Assert.Equal("ImageNotFound", error.ErrorId);
        Assert.Contains("Near it: app:dev.", error.Message, StringComparison.Ordinal);
    }

    /// <summary>With the record that the runtime keeps of each image's id; a name goes to the last image that has it.</summary>
    private static FakeNode Holding(params TestImage[] images)
    {
        var node = new FakeNode().Holding(images);
        foreach (var image in images) node.Names[image.ConfigDigest] = image.ManifestDigest;
        return node;
    }

    private static string Container(string image, string? imageId)
    {
        var metadata = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{{\"Version\":\"v1\",\"Metadata\":{{\"ImageRef\":\"{imageId}\"}}}}"));
        return $"--- container\n{{\"ID\":\"c\",\"Labels\":{{\"io.kubernetes.pod.namespace\":\"default\",\"io.kubernetes.pod.name\":\"web\"}},\"Image\":\"{image}\""
            + (imageId is null ? "" : $",\"Extensions\":{{\"io.cri-containerd.container.metadata\":{{\"value\":\"{metadata}\"}}}}") + "}\n";
    }

    private Task<IReadOnlyList<ImageRemovalResult>> RemoveAsync(string[] names, params FakeNode[] nodes) => RemoveAsync(names, force: false, nodes);

    private async Task<IReadOnlyList<ImageRemovalResult>> RemoveAsync(string[] names, bool force, params FakeNode[] nodes)
    {
        using var engine = FakeNode.EngineOf(nodes);
        var remover = new ImageRemover(engine, _log);
        var plans = await remover.PlanAsync([new ImageRequest(Kind.Patterns(names), [.. nodes.Select(node => node.Node)])], force, TestContext.Current.CancellationToken);
        Assert.Equal(plans.Sum(plan => plan.Copies.Count), plans.SelectMany(plan => plan.AsResults()).Count(result => result.Status == ImageRemovalStatus.WouldRemove));
        return await remover.RemoveAsync(plans, TestContext.Current.CancellationToken);
    }

    private async Task<IReadOnlyList<ImageRemovalResult>> RemoveLeftoversAsync(FakeNode node)
    {
        using var engine = FakeNode.EngineOf(node);
        var remover = new ImageRemover(engine, _log);
        var plans = await remover.PlanLeftoversAsync([new ImageRequest([], [node.Node])], force: false, TestContext.Current.CancellationToken);
        return await remover.RemoveAsync(plans, TestContext.Current.CancellationToken);
    }
}
