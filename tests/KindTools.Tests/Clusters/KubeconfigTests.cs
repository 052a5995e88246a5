using KindTools.Core.Clusters;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Clusters;

public sealed class KubeconfigTests : IDisposable
{
    private const string TwoContexts =
        """
        apiVersion: v1
        kind: Config
        current-context: kind-kind
        contexts:
        - context:
            cluster: kind-kind
            user: kind-kind
          name: kind-kind
        - {name: kind-dev, context: {cluster: kind-dev, user: kind-dev}}
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly RecordingLog _log = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_contexts_of_all_files_are_known()
    {
        var one = _folder.Write("one", TwoContexts);
        var two = _folder.Write("two", "contexts: [{name: prod}, {name: kind-dev}]");

        Assert.Equal(["kind-dev", "kind-kind", "prod"], Names(one, two));
        Assert.Empty(_log.Warnings);
    }

    [Fact]
    public void A_file_that_is_not_there_is_no_matter_as_for_kubectl()
    {
        Assert.Empty(Names(Path.Combine(_folder.Path, "none")));
        Assert.Empty(_log.Warnings);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing")]
    [InlineData("just text")]
    [InlineData("[]")]
    [InlineData("contexts:")]
    [InlineData("contexts: none")]
    [InlineData("contexts: [text, {}, {name: [x]}, {context: {}}]")]
    public void A_file_without_contexts_has_none(string text)
    {
        Assert.Empty(Names(_folder.Write("config", text)));
        Assert.Empty(_log.Warnings);
    }

    [Theory]
    [InlineData("contexts: [")]
    [InlineData("a: b: c")]
    [InlineData("a: 1\na: 2")]
    public void A_broken_file_is_a_warning_that_names_it_and_the_others_are_read(string text)
    {
        var broken = _folder.Write("broken", text);
        var whole = _folder.Write("whole", TwoContexts);

        Assert.Equal(["kind-dev", "kind-kind"], Names(broken, whole));
        Assert.Contains(broken, Assert.Single(_log.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_context_tells_its_server_its_namespace_and_whether_kubectl_would_take_it()
    {
        var one = _folder.Write("one", "current-context: dev\ncontexts: [{name: dev, context: {cluster: far, namespace: shop}}, {name: odd, context: {cluster: none}}, {name: bare}]");
        var two = _folder.Write("two", "current-context: odd\nclusters: [{name: far, cluster: {server: 'https://far:6443'}}]\ncontexts: [{name: dev, context: {cluster: none}}]");

        Assert.Equal(
            [new("dev", "https://far:6443", "shop", IsCurrent: true), new("odd", null, null, IsCurrent: false), new("bare", null, null, IsCurrent: false)],
            new Kubeconfig([one, two]).Contexts(_log));
    }

    private IEnumerable<string> Names(params string[] files) => new Kubeconfig(files).ContextNames(_log).Order(StringComparer.Ordinal);
}
