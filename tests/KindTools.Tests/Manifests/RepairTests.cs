using KindTools.Core.Manifests;
using KindTools.Tests.Fakes;
using static KindTools.Tests.Manifests.ManifestText;

namespace KindTools.Tests.Manifests;

/// <summary>What a repair makes of a text.</summary>
public class RepairTests
{
    private const string Digest = "@sha256:ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff";

    public static TheoryData<string, string> Containers { get; } = new()
    {
        // block style: a line below the image, as deep as its key
        { "- image: app", "- image: app\n  imagePullPolicy: IfNotPresent" },
        { "- name: c\n  image: app # why\n  # args\n  args: []", "- name: c\n  image: app # why\n  imagePullPolicy: IfNotPresent\n  # args\n  args: []" },
        { "-   name: c\n    image: \"app\"", "-   name: c\n    image: \"app\"\n    imagePullPolicy: IfNotPresent" },
        { "-\n  image: 'app'\n\n", "-\n  image: 'app'\n  imagePullPolicy: IfNotPresent\n\n" },
        { "- \"image\": app\n  args: []", "- \"image\": app\n  \"imagePullPolicy\": \"IfNotPresent\"\n  args: []" },
        { "- 'image':   app", "- 'image':   app\n  'imagePullPolicy': 'IfNotPresent'" },
        { "- image:\n    app\n  args: []", "- image:\n    app\n  imagePullPolicy: IfNotPresent\n  args: []" },
        { "- image: &i !!str app # i", "- image: &i !!str app # i\n  imagePullPolicy: IfNotPresent" },
        { "- &c\n  image: app", "- &c\n  image: app\n  imagePullPolicy: IfNotPresent" },
        { "- image: app\n- image: app:1\n- image: b", "- image: app\n  imagePullPolicy: IfNotPresent\n- image: app:1\n- image: b\n  imagePullPolicy: IfNotPresent" },

        // flow style
        { "- {name: c, image: app}", "- {name: c, image: app, imagePullPolicy: IfNotPresent}" },
        { "- { image: app }", "- { image: app, imagePullPolicy: IfNotPresent }" },
        { "- {image: app,}", "- {image: app, imagePullPolicy: IfNotPresent,}" },
        { "- {image: app, args: [a]} # c", "- {image: app, imagePullPolicy: IfNotPresent, args: [a]} # c" },
        { "- {\"image\":\"app\"}", "- {\"image\":\"app\", \"imagePullPolicy\":\"IfNotPresent\"}" },
        { "- {\"image\": \"app\"}", "- {\"image\": \"app\", \"imagePullPolicy\": \"IfNotPresent\"}" },
        { "- {\n    image: app,\n    args: []\n  }", "- {\n    image: app,\n    imagePullPolicy: IfNotPresent,\n    args: []\n  }" },
        { "- {\n    name: c,\n    image: app\n  }", "- {\n    name: c,\n    image: app,\n    imagePullPolicy: IfNotPresent\n  }" },
        { "- {\n    image: app, # why\n    args: []\n  }", "- {\n    image: app, # why\n    imagePullPolicy: IfNotPresent,\n    args: []\n  }" },
        { "- {\n    image: app # why\n  }", "- {\n    image: app, imagePullPolicy: IfNotPresent # why\n  }" },
        { "- { name: c\n  , image: app\n  }", "- { name: c\n  , image: app, imagePullPolicy: IfNotPresent\n  }" },

        // a policy that is there
        { "- image: app\n  imagePullPolicy: Always # no", "- image: app\n  imagePullPolicy: IfNotPresent # no" },
        { "- imagePullPolicy: \"Always\"\n  image: app:1", "- imagePullPolicy: \"IfNotPresent\"\n  image: app:1" },
        { "- {image: app:1, imagePullPolicy: 'Always'}", "- {image: app:1, imagePullPolicy: 'IfNotPresent'}" },
        { "- image: app\n  imagePullPolicy: # later", "- image: app\n  imagePullPolicy: IfNotPresent # later" },
        { "- image: app\n  imagePullPolicy: \"\"", "- image: app\n  imagePullPolicy: \"IfNotPresent\"" },
        { "- image: app\n  imagePullPolicy: ~", "- image: app\n  imagePullPolicy: IfNotPresent" },
        { "- {image: app, imagePullPolicy: }", "- {image: app, imagePullPolicy: IfNotPresent }" },
        { "- {\"image\": \"app\", \"imagePullPolicy\": null}", "- {\"image\": \"app\", \"imagePullPolicy\": \"IfNotPresent\"}" },
        { "- image: app\n  imagePullPolicy: &p Always", "- image: app\n  imagePullPolicy: &p IfNotPresent" },
        { "- image: app\n  imagePullPolicy: !!str Always", "- image: app\n  imagePullPolicy: !!str IfNotPresent" },

        // nothing to mend
        { "- image: app:1", "- image: app:1" },
        { "- image: app\n  imagePullPolicy: Never", "- image: app\n  imagePullPolicy: Never" },
        { "- image: App:latest", "- image: App:latest" },
    };

    public static TheoryData<string, string> Tags { get; } = new()
    {
        { "image: app", "image: app:v1" },
        { "image: app:latest # c", "image: app:v1 # c" },
        { "image: \"registry:5000/app\"", "image: \"registry:5000/app:v1\"" },
        { "'image': 'registry:5000/app:latest'", "'image': 'registry:5000/app:v1'" },
        { $"image: app:latest{Digest}", $"image: app:v1{Digest}" },
        { "imagePullPolicy: ''\n  image: app", "imagePullPolicy: ''\n  image: app:v1" },
    };

    public static TheoryData<string, string> Refusals { get; } = new()
    {
        { "x: &x {image: app}\ncontainers:\n- *x", "its text is shared through an alias" },
        { "x: &x {name: c}\ncontainers:\n- {<<: *x, image: app, imagePullPolicy: Always, imagePullPolicy: Always}", "a key stands there twice" },
        { "x: &x {image: app}\ncontainers:\n- <<: *x", "part of it comes by a merge key" },
        { "containers:\n- image: |-\n    app", "its image is a block scalar" },
        { "containers:\n- image: app\n  imagePullPolicy: |-\n    Always", "its policy is a block scalar" },
        { "containers:\n- ? image\n  : app", "its text would not read the same but for the edit" },
        { "containers:\n- {image: app, imagePullPolicy}", "its policy has no place of its own" },
    };

    [Theory]
    [MemberData(nameof(Containers))]
    public void The_edit_is_the_smallest_and_looks_as_if_the_author_had_made_it(string before, string after)
    {
        Assert.Equal(Pod("containers:\n" + after), Repair(Pod("containers:\n" + before)));
        Assert.Equal(Windows("containers:\n" + after), Repair(Windows("containers:\n" + before)));
        Assert.Equal(Pod("containers:\n" + after), Repair(Pod("containers:\n" + after)));
    }

    [Theory]
    [MemberData(nameof(Tags))]
    public void A_tag_takes_the_place_of_latest(string before, string after) => Assert.Equal(
        Pod($"containers:\n- {after}"),
        Repair(Pod($"containers:\n- {before}"), new RepairWish(PullPolicy.IfNotPresent, "v1")));

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_cannot_be_mended_safely_is_reported_and_left_alone(string spec, string reason)
    {
        var log = new RecordingLog();

        var repaired = new TextRepairer(RepairWish.Default).Repair(Pod(spec), ManifestContext.Bare, _ => true, log, TestContext.Current.CancellationToken);

        Assert.Equal(Pod(spec), repaired.Text);
        Assert.Equal((PullPolicyRepairStatus.Skipped, reason), Assert.Single(repaired.Repairs) is var repair ? (repair.Status, repair.Reason) : default);
        var error = Assert.Single(log.Errors);
        Assert.Equal("RepairNotSafe", error.ErrorId);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_container_that_cannot_be_mended_stops_no_other()
    {
        var log = new RecordingLog();

        var repaired = new TextRepairer(RepairWish.Default).Repair(Pod("containers:\n- ? image\n  : app\n- image: app"), ManifestContext.Bare, _ => true, log, TestContext.Current.CancellationToken);

        Assert.Equal(Pod("containers:\n- ? image\n  : app\n- image: app\n  imagePullPolicy: IfNotPresent"), repaired.Text);
        Assert.Equal([PullPolicyRepairStatus.Skipped, PullPolicyRepairStatus.Repaired], repaired.Repairs.Select(repair => repair.Status));
        Assert.Single(log.Errors);
    }

    [Fact]
    public void In_a_long_document_the_few_that_cannot_be_mended_are_found()
    {
        const int Many = 1000;
        string[] odd = ["- ? image\n  : app", "- ? image\n  : app # why"];
        var containers = Enumerable.Range(0, Many).Select(index => index is 7 or 700 ? odd[index % 2] : $"- image: app{index}").ToList();
        var log = new RecordingLog();

        var repaired = new TextRepairer(RepairWish.Default).Repair(
            Pod("containers:\n" + string.Join('\n', containers)), ManifestContext.Bare, _ => true, log, TestContext.Current.CancellationToken);

        Assert.Equal(
            Pod("containers:\n" + string.Join('\n', containers.Select(container => container.Contains('?', StringComparison.Ordinal) ? container : container + "\n  imagePullPolicy: IfNotPresent"))),
            repaired.Text);
        Assert.Equal(2, log.Errors.Count);
    }

    [Fact]
    public void A_policy_of_Always_is_not_cured_by_a_tag()
    {
        var log = new RecordingLog();
        var text = Pod("containers:\n- image: app\n  imagePullPolicy: Always");

        Assert.Equal(text, new TextRepairer(new RepairWish(PullPolicy.IfNotPresent, "v1")).Repair(text, ManifestContext.Bare, _ => true, log, TestContext.Current.CancellationToken).Text);
        Assert.Contains("its imagePullPolicy is Always, which no tag changes", Assert.Single(log.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_template_is_left_alone_with_a_warning()
    {
        var log = new RecordingLog();
        var text = Pod("containers:\n- image: {{ .Values.image }}\n- image: ${IMAGE}");

        Assert.Equal(text, new TextRepairer(RepairWish.Default).Repair(text, ManifestContext.Bare, _ => true, log, TestContext.Current.CancellationToken).Text);
        Assert.Equal(2, log.Warnings.Count);
        Assert.Empty(log.Errors);
    }

    [Fact]
    public void Every_document_of_a_text_is_mended_and_the_broken_one_keeps_its_bytes()
    {
        var log = new RecordingLog();
        var pod = Pod("containers: [{image: app}]");
        var mended = Pod("containers: [{image: app, imagePullPolicy: IfNotPresent}]");

        var repaired = new TextRepairer(RepairWish.Default).Repair($"\uFEFF# é 漢 😀\n{pod}--- # 2\na: b: c\n---\n{pod}...\n{pod.TrimEnd()}", ManifestContext.Bare, _ => true, log, TestContext.Current.CancellationToken);

        Assert.Equal($"\uFEFF# é 漢 😀\n{mended}--- # 2\na: b: c\n---\n{mended}...\n{mended.TrimEnd()}", repaired.Text);
        Assert.Equal("ManifestSyntaxError", Assert.Single(log.Errors).ErrorId);
    }

    [Fact]
    public void Byte_order_marks_between_documents_stay()
    {
        var (one, mended) = (Pod("containers:\n- image: a"), Pod("containers:\n- image: a\n  imagePullPolicy: IfNotPresent"));

        Assert.Equal($"\uFEFF{mended}---\n\uFEFF{mended}", Repair($"\uFEFF{one}---\n\uFEFF{one}"));
    }

    [Fact]
    public void Json_objects_that_follow_one_another_are_mended_each()
    {
        const string One = "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"spec\":{\"containers\":[{\"image\":\"app\"}]}}\n";
        var mended = One.Replace("\"app\"", "\"app\", \"imagePullPolicy\":\"IfNotPresent\"", StringComparison.Ordinal);

        Assert.Equal(mended + mended, Repair(One + One));
    }

    [Fact]
    public void Tabs_that_indent_json_are_kept()
    {
        const string Text = "{\n\t\"apiVersion\": \"v1\",\n\t\"kind\": \"Pod\",\n\t\"spec\": {\"containers\": [{\n\t\t\"image\": \"app\"\n\t}]}\n}";

        Assert.Equal(Text.Replace("\"app\"", "\"app\",\n\t\t\"imagePullPolicy\": \"IfNotPresent\"", StringComparison.Ordinal), Repair(Text));
    }

    [Fact]
    public void An_image_volume_has_its_own_key() => Assert.Equal(
        Pod("volumes:\n- name: v\n  image:\n    reference: app\n    pullPolicy: Never"),
        Repair(Pod("volumes:\n- name: v\n  image:\n    reference: app"), new RepairWish(PullPolicy.Never, Tag: null)));

    [Fact]
    public void A_repair_says_what_it_did()
    {
        var repair = Assert.Single(new TextRepairer(RepairWish.Default).Repair(Pod("containers:\n- name: c\n  image: app\n  args: []"), ManifestContext.Bare with { File = "/f.yaml" }, _ => true, new RecordingLog(), TestContext.Current.CancellationToken).Repairs);

        Assert.Equal(
            new PullPolicyRepair
            {
                File = "/f.yaml",
                Line = 8,
                Column = 12,
                Document = 0,
                Kind = "Pod",
                Name = "p",
                Container = "c",
                ContainerType = ContainerType.Container,
                Status = PullPolicyRepairStatus.Repaired,
                Image = "app",
                NewImage = "app",
                NewPolicy = "IfNotPresent",
                Edit = new ManifestEdit { StartLine = 8, StartColumn = 15, EndLine = 8, EndColumn = 15, OldText = "", NewText = "\n    imagePullPolicy: IfNotPresent" },
            },
            repair);
    }

    [Fact]
    public void The_test_suggests_the_edit_that_the_repair_makes()
    {
        var result = Assert.Single(Test("# first\n---\n" + Pod("containers:\n- image: b\n  imagePullPolicy: Always")));

        Assert.Equal(
            new ManifestEdit { StartLine = 10, StartColumn = 22, EndLine = 10, EndColumn = 28, OldText = "Always", NewText = "IfNotPresent" },
            result.SuggestedEdit);
        Assert.Null(Assert.Single(Test(Pod("containers:\n- image: app:1"))).SuggestedEdit);
        Assert.Null(Assert.Single(Test(Pod("containers:\n- image: >-\n    app"))).SuggestedEdit);
    }

    [Theory]
    [InlineData(null, null, PullPolicyRepairStrategy.Tag, "TagMissing")]
    [InlineData(null, "latest", null, "TagNotUseful")]
    [InlineData(null, "a b", null, "TagNotUseful")]
    [InlineData(null, "1@sha256:ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", null, "TagNotUseful")]
    [InlineData(PullPolicy.Never, "v1", null, "StrategyConflict")]
    [InlineData(null, "v1", PullPolicyRepairStrategy.PullPolicy, "StrategyConflict")]
    public void What_does_not_go_together_is_refused(PullPolicy? policy, string? tag, PullPolicyRepairStrategy? strategy, string errorId) =>
        Assert.Equal(errorId, Assert.Throws<KindToolsException>(() => RepairWish.From(policy, tag, strategy)).ErrorId);

    private static string Windows(string spec) => Pod(spec).ReplaceLineEndings("\r\n");

    private static string Repair(string text, RepairWish? wish = null)
    {
        var log = new RecordingLog();
        var repaired = new TextRepairer(wish ?? RepairWish.Default).Repair(text, ManifestContext.Bare, _ => true, log, TestContext.Current.CancellationToken);
        Assert.Empty(log.Errors);
        return repaired.Text;
    }
}
