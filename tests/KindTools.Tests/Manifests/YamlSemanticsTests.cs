using static KindTools.Tests.Manifests.ManifestText;

namespace KindTools.Tests.Manifests;

/// <summary>What Kubernetes' own parser makes of YAML's finer points (sigs.k8s.io/yaml over goyaml.v2).</summary>
public class YamlSemanticsTests
{
    [Fact]
    public void Of_duplicate_keys_the_last_counts()
    {
        var result = Assert.Single(Test(Pod("containers: [{name: a, image: x:1}]\ncontainers: [{name: b, image: app:1, image: app:latest}]")));

        Assert.Equal(("b", "app:latest"), (result.Container, result.Image));
    }

    [Theory]
    [InlineData("- {name: c, image: app:1, <<: *base}", "base:latest")]
    [InlineData("- {name: c, <<: *base, image: app:1}", "app:1")]
    [InlineData("- {name: c, <<: [*base, *other]}", "base:latest")]
    [InlineData("- {name: c, <<: [*other, *base]}", "other:1")]
    [InlineData("- {name: c, <<: {image: inline:1}}", "inline:1")]
    [InlineData("- {name: c, image: app:1, '<<': *base}", "app:1")]
    public void Merge_keys_apply_in_their_place(string container, string image)
    {
        var result = Assert.Single(Test($"x-base: &base {{image: base:latest}}\nx-other: &other {{image: other:1}}\n{Pod("containers:\n" + container)}"));

        Assert.Equal(image, result.Image);
    }

    [Fact]
    public void Aliases_stand_for_what_they_name()
    {
        var results = Test(Pod("""
            initContainers:
            - &c
              name: one
              image: &image app:latest
            containers:
            - *c
            - {name: two, image: *image}
            """));

        Assert.Equal(["one", "one", "two"], results.Select(result => result.Container));
        Assert.Equal(["app:latest", "app:latest", "app:latest"], results.Select(result => result.Image));
        Assert.Equal([9, 9, 9], results.Select(result => result.Line));
    }

    [Fact]
    public void An_anchor_that_is_set_again_counts_from_there_on()
    {
        var results = Test(Pod("containers:\n- image: &i app:1\n- image: *i\n- image: &i app:2\n- image: *i"));

        Assert.Equal(["app:1", "app:1", "app:2", "app:2"], results.Select(result => result.Image));
    }

    [Theory]
    [InlineData("a: *nope", "Unknown anchor 'nope'")]
    [InlineData("a: &a [*a]", "Anchor 'a' contains itself")]
    public void Aliases_that_lead_nowhere_are_errors(string text, string message)
    {
        var (_, errors) = TestBroken(text);

        Assert.Contains(message, Assert.Single(errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bomb_of_merges_is_refused_in_no_time()
    {
        var levels = string.Concat(Enumerable.Range(1, 40).Select(i => $"l{i}: &l{i} {{<<: [*l{i - 1}, *l{i - 1}]}}\n"));

        var (_, errors) = TestBroken($"l0: &l0 {{a: b}}\n{levels}<<: *l40\napiVersion: v1\nkind: Pod");

        Assert.Contains("excessive aliasing", Assert.Single(errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_is_read_with_tabs_escapes_and_objects_that_follow_one_another()
    {
        var results = Test("""
            {
            	"apiVersion": "v1",
            	"kind": "Pod",
            	"spec": { "containers": [ { "name": "a", "image": "team\/app" } ] }
            }
            {
              "apiVersion": "v1", "kind": "Pod",
              "spec": { "containers": [ { "name": "b", "image": "\u0061pp:1" } ] }
            }
            """);

        Assert.Equal([("a", "team/app", 4, 0), ("b", "app:1", 8, 1)], results.Select(result => (result.Container, result.Image, result.Line, result.Document)));
    }

    [Fact]
    public void Lines_and_documents_are_counted_through_the_whole_text()
    {
        var results = Test($"# head\r\n---\r\n{Pod("containers:\n- image: app:1").ReplaceLineEndings("\r\n")}---\r\n# nothing\r\n---\r\n{Pod("containers:\n- image: é:2")}");

        Assert.Equal([(9, 12, 0), (19, 12, 2)], results.Select(result => (result.Line, result.Column, result.Document)));
    }

    [Fact]
    public void A_byte_order_mark_after_a_marker_hides_nothing()
    {
        var text = $"\uFEFF{Pod("containers:\n- image: a")}---\n\uFEFF{Pod("containers:\n- image: b")}";

        Assert.Equal([("a", 7, 0), ("b", 15, 1)], Test(text).Select(result => (result.Image, result.Line, result.Document)));
    }

    [Fact]
    public void Block_scalars_and_odd_indentation_are_only_style()
    {
        var results = Test(Pod("containers:\n-   name: a\n    image: >-\n      app:1\n-\n  image: |-\n    app:2\n-   image:\n      app:3"));

        Assert.Equal(["app:1", "app:2", "app:3"], results.Select(result => result.Image));
    }
}
