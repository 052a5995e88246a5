using System.Security.Cryptography;
using System.Text;
using KindTools.Core.Images;
using KindTools.Core.Nodes;

namespace KindTools.LabTests;

/// <summary>What KindTools runs on nodes, without KindTools.</summary>
public class NodeScriptTests
{
    private const string WithoutPerl = "perl() { return 127; }\n";

    /// <summary>Our own question to containerd, and ctr's, to which a node without perl comes back.</summary>
    [Theory]
    [InlineData("classic")]
    [InlineData("containerd")]
    [InlineData("legacy")]
    public void A_node_says_the_same_of_its_images_with_perl_and_without(string engine)
    {
        var lab = Lab.WithEngine(engine);
        lab.RemoveTestImages();
        try
        {
            lab.Build("kindtools-test/listed:1", ("a", [1]));
            using (var module = lab.OpenModule())
            {
                module.Run("Import-KindImage kindtools-test/listed:1");
                Assert.Empty(module.Errors);
            }

            var node = lab.NodeNames()[0];
            var quick = Ask(NodeScripts.Images);
            var plain = Ask(WithoutPerl + NodeScripts.Images);

            Assert.Contains(quick.Names, record => record.Name == "docker.io/kindtools-test/listed:1" && record.KnownToKubelet);
            Assert.All(quick.Names, record => Assert.Empty(record.Platforms));
            Assert.Contains(plain.Names, record => record.Platforms.Count > 0);
            Assert.Equal(Described(plain), Described(quick));
            Assert.Equal(plain.Documents.Keys.Order(), quick.Documents.Keys.Order());

            NodeContent Ask(string script) => NodeContentParser.Parse(Encoding.UTF8.GetBytes(lab.OnNode(node, "sh", "-c", script) + "\n"));
        }
        finally
        {
            lab.RemoveTestImages();
        }

        static IEnumerable<string> Described(NodeContent content) => content.Names
            .Select(record => $"{record.Name} {record.Digest} {string.Join(',', record.Labels.Order(StringComparer.Ordinal))}")
            .Order(StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(WithoutPerl)]
    public void A_node_takes_content_with_perl_and_without_and_also_what_it_has(string prelude)
    {
        var lab = Lab.WithEngine("classic");
        var node = lab.NodeNames()[0];
        var content = RandomNumberGenerator.GetBytes(5_000_000);
        var digest = ContentDigest.Of(content);
        try
        {
            for (var time = 1; time <= 2; time++)
            {
                Ingest(digest, time);
                Assert.Contains(digest, lab.OnNode(node, "ctr", "--namespace", "k8s.io", "content", "ls", "--quiet", "labels.\"containerd.io/gc.root\"==test"));
                if (time == 1) lab.OnNode(node, "ctr", "--namespace", "k8s.io", "content", "label", digest, "containerd.io/gc.root=another");
            }

            Assert.Equal("", Active());
        }
        finally
        {
            lab.OnNode(node, "ctr", "--namespace", "k8s.io", "content", "rm", digest);
            lab.OnNode(node, "rm", "/var/lib/kindtools.test");
        }

        void Ingest(string trailer, int time) => lab.Run(
            "docker", [.. content, .. Encoding.ASCII.GetBytes(trailer)], "exec", "--interactive", node, "sh", "-c", prelude + NodeScripts.Ingest, "kindtools", "test", $"{time}");

        string Active() => lab.OnNode(node, "sh", "-c", "ctr --namespace k8s.io content active | grep kindtools-test || true");
    }

    /// <summary>Whoever sent it has gone away, or it is not what it is said to be.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("sha256:0000000000000000000000000000000000000000000000000000000000000000")]
    public void Content_that_is_not_whole_is_given_up(string trailer)
    {
        var lab = Lab.WithEngine("classic");
        var node = lab.NodeNames()[0];
        var content = RandomNumberGenerator.GetBytes(3_000_000);
        try
        {
            Assert.Throws<InvalidOperationException>(() => lab.Run(
                "docker", [.. content, .. Encoding.ASCII.GetBytes(trailer)], "exec", "--interactive", node, "sh", "-c", NodeScripts.Ingest, "kindtools", "test", "cut-short"));

            var taken = lab.OnNode(node, "ctr", "--namespace", "k8s.io", "content", "ls", "--quiet");
            Assert.DoesNotContain(ContentDigest.Of(content), taken);
            Assert.DoesNotContain(ContentDigest.Of(content.AsSpan(..^71)), taken);
            Assert.DoesNotContain("kindtools-test", lab.OnNode(node, "ctr", "--namespace", "k8s.io", "content", "active"));
        }
        finally
        {
            lab.OnNode(node, "rm", "-f", "/var/lib/kindtools.test");
        }
    }
}
