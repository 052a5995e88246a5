using static KindTools.Tests.Manifests.ManifestText;

namespace KindTools.Tests.Manifests;

public class VerdictTests
{
    private const string Digest = "@sha256:ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff";

    public static TheoryData<string, PullPolicyVerdict, PullPolicy?, string> Containers { get; } = new()
    {
        { "image: app:latest", PullPolicyVerdict.IgnoresNodeImage, PullPolicy.Always, "has the tag 'latest', for which" },
        { "image: app", PullPolicyVerdict.IgnoresNodeImage, PullPolicy.Always, "neither tag nor digest" },
        { $"image: app:latest{Digest}", PullPolicyVerdict.IgnoresNodeImage, PullPolicy.Always, "beside its digest" },
        { "{image: app:v1, imagePullPolicy: Always}", PullPolicyVerdict.IgnoresNodeImage, PullPolicy.Always, "The imagePullPolicy is Always" },
        { "image: app:v1", PullPolicyVerdict.UsesNodeImage, PullPolicy.IfNotPresent, "has the tag 'v1'" },
        { $"image: app{Digest}", PullPolicyVerdict.UsesNodeImage, PullPolicy.IfNotPresent, "a digest and no tag" },
        { "{image: app, imagePullPolicy: IfNotPresent}", PullPolicyVerdict.UsesNodeImage, PullPolicy.IfNotPresent, "is IfNotPresent" },
        { "{image: app, imagePullPolicy: Never}", PullPolicyVerdict.RequiresNodeImage, PullPolicy.Never, "ErrImageNeverPull" },

        // absent by other means
        { "{image: app, imagePullPolicy: }", PullPolicyVerdict.IgnoresNodeImage, PullPolicy.Always, "neither tag" },
        { "{image: app, imagePullPolicy: ''}", PullPolicyVerdict.IgnoresNodeImage, PullPolicy.Always, "neither tag" },
        { "{image: app, imagePullPolicy: ~}", PullPolicyVerdict.IgnoresNodeImage, PullPolicy.Always, "neither tag" },

        // refused by the API server
        { "{image: app, imagePullPolicy: always}", PullPolicyVerdict.Rejected, null, "no imagePullPolicy 'always'" },
        { "{image: app, imagePullPolicy: yes}", PullPolicyVerdict.Rejected, null, "'yes' is not a text" },
        { "{image: app, imagePullPolicy: [Always]}", PullPolicyVerdict.Rejected, null, "'[Always]' is not a text" },
        { "{image: }", PullPolicyVerdict.Rejected, null, "has no image" },
        { "{image: ''}", PullPolicyVerdict.Rejected, null, "has no image" },
        { "{command: [x]}", PullPolicyVerdict.Rejected, null, "has no image" },
        { "{image: 123}", PullPolicyVerdict.Rejected, null, "123 is not a text" },
        { "image: 'app:1 '", PullPolicyVerdict.Rejected, null, "white space" },
        { "{image: {name: app}}", PullPolicyVerdict.Rejected, null, "{name: app} is not a text" },

        // quoted, a number is text
        { "{image: '123'}", PullPolicyVerdict.IgnoresNodeImage, PullPolicy.Always, "neither tag" },
        { "{image: !!str 123}", PullPolicyVerdict.IgnoresNodeImage, PullPolicy.Always, "neither tag" },

        // refused by the kubelet
        { "image: App:latest", PullPolicyVerdict.InvalidImageName, PullPolicy.IfNotPresent, "must be lower case" },
        { "image: https://registry.example/app", PullPolicyVerdict.InvalidImageName, PullPolicy.IfNotPresent, "is a URL" },

        // not yet a manifest
        { "image: ${IMAGE}", PullPolicyVerdict.Unresolved, null, "'${IMAGE}' is a template" },
        { "image: registry/app:$TAG", PullPolicyVerdict.Unresolved, null, "'registry/app:$TAG' is a template" },
        { "image: $(IMAGE)", PullPolicyVerdict.Unresolved, null, "'$(IMAGE)' is a template" },
        { "image: ko://example.com/cmd/app", PullPolicyVerdict.Unresolved, null, "'ko://example.com/cmd/app' is a template" },
        { "image: '{{ .Values.image }}'", PullPolicyVerdict.Unresolved, null, "'{{ .Values.image }}' is a template" },
        { "image: {{ .Values.image }}", PullPolicyVerdict.Unresolved, null, "'{{ .Values.image }}' is a template" },
        { "image: \"app:{{ .Values.tag }}\"", PullPolicyVerdict.Unresolved, null, "'app:{{ .Values.tag }}' is a template" },
        { "{image: app:1, imagePullPolicy: '{{ .Values.policy }}'}", PullPolicyVerdict.Unresolved, null, "imagePullPolicy '{{ .Values.policy }}' is a template" },
    };

    [Theory]
    [MemberData(nameof(Containers))]
    public void The_verdict_says_what_will_happen_and_why(string container, PullPolicyVerdict verdict, PullPolicy? policy, string reason)
    {
        var result = Assert.Single(Test(Pod($"containers:\n- {container}")));

        Assert.Equal((verdict, policy), (result.Verdict, result.EffectivePolicy));
        Assert.Contains(reason, result.Reason, StringComparison.Ordinal);
        Assert.Equal(verdict is PullPolicyVerdict.UsesNodeImage or PullPolicyVerdict.RequiresNodeImage, result.Remedy is null);
    }

    [Theory]
    [InlineData("image: app:latest", "Add 'imagePullPolicy: IfNotPresent' to container 'x', or give the image a tag other than 'latest'.")]
    [InlineData("image: app", "Add 'imagePullPolicy: IfNotPresent' to container 'x', or give the image a tag other than 'latest'.")]
    [InlineData("image: app:latest" + Digest, "Add 'imagePullPolicy: IfNotPresent' to container 'x', or leave out the tag: the digest alone decides which image runs.")]
    [InlineData("image: app:1, imagePullPolicy: Always", "Change the imagePullPolicy of container 'x' to IfNotPresent.")]
    public void The_remedy_can_be_followed(string fields, string remedy) =>
        Assert.Equal(remedy, Assert.Single(Test(Pod($"containers: [{{name: x, {fields}}}]"))).Remedy);

    [Theory]
    [InlineData("'{{ .Values.image }}'", "helm template")]
    [InlineData("${IMAGE}", "envsubst")]
    [InlineData("ko://example.com/cmd/app", "ko resolve")]
    public void Who_renders_a_template_is_named(string image, string command) =>
        Assert.Contains(command, Assert.Single(Test(Pod($"containers:\n- image: {image}"))).Remedy, StringComparison.Ordinal);

    [Fact]
    public void An_older_image_in_the_registry_is_the_silent_danger_that_a_digest_rules_out()
    {
        Assert.Contains("no error tells", Assert.Single(Test(Pod("containers: [{image: app}]"))).Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("no error tells", Assert.Single(Test(Pod($"containers: [{{image: 'app:latest{Digest}'}}]"))).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Image_volumes_have_keys_of_their_own()
    {
        var results = Test(Pod("""
            volumes:
            - {name: a, image: {reference: app}}
            - {name: b, image: {reference: app, pullPolicy: IfNotPresent}}
            - {name: c, image: {reference: app, imagePullPolicy: Never}}
            - {name: d, image: {pullPolicy: Never}}
            """));

        Assert.Equal(
            [PullPolicyVerdict.IgnoresNodeImage, PullPolicyVerdict.UsesNodeImage, PullPolicyVerdict.IgnoresNodeImage, PullPolicyVerdict.Rejected],
            results.Select(result => result.Verdict));
        Assert.Equal("Add 'pullPolicy: IfNotPresent' to image volume 'a', or give the image a tag other than 'latest'.", results[0].Remedy);
    }

    [Fact]
    public void The_image_is_shown_as_the_runtime_is_asked_for_it()
    {
        var result = Assert.Single(Test(Pod("containers: [{image: index.docker.io/app}]")));

        Assert.Equal(("docker.io/library/app:latest", "latest", null), (result.NormalizedImage, result.Tag, result.Digest));
    }
}
