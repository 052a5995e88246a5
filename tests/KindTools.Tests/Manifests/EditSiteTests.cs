using static KindTools.Tests.Manifests.ManifestText;

namespace KindTools.Tests.Manifests;

/// <summary>What a later edit of the text needs to know.</summary>
public class EditSiteTests
{
    public static TheoryData<string, string?, string?, int, bool> Sites { get; } = new()
    {
        // container, image, policy, column of the key, flow
        { "- image: app:1", "app:1", null, 5, false },
        { "- name: c\n  image: app:1 # comment\n  args: []", "app:1", null, 5, false },
        { "-   name: c\n    image: \"app:1\"\n", "\"app:1\"", null, 7, false },
        { "- image: 'app:1'\n  imagePullPolicy: Always", "'app:1'", "Always", 5, false },
        { "- imagePullPolicy: \"\"\n  \"image\": app:1", "app:1", "\"\"", 5, false },
        { "- {name: c, image: app:1}", "app:1", null, 15, true },
        { "- {\"image\":\"app:1\",\"imagePullPolicy\":\"Always\"}", "\"app:1\"", "\"Always\"", 6, true },
        { "- image: !!str app:1", "app:1", null, 5, false },
        { "- image: &i  app:1", "app:1", null, 5, false },
        { "- image: &i !!str\n    app:1", "app:1", null, 5, false },
        { "- image: app:1\n  imagePullPolicy:", "app:1", "", 5, false },
        { "- name: c", null, null, 5, false },
    };

    public static TheoryData<string, string> Obstacles { get; } = new()
    {
        { "containers:\n- image: app\n  image: app", "a key stands there twice" },
        { "containers:\n- image: app\n  imagePullPolicy: Never\n  imagePullPolicy: Always", "a key stands there twice" },
        { "containers: []\ncontainers: [{image: app}]", "a key stands there twice" },
        { "x: &x {image: app}\ncontainers:\n- <<: *x", "part of it comes by a merge key" },
        { "x: &x {imagePullPolicy: Always}\ncontainers:\n- image: app\n  <<: *x", "part of it comes by a merge key" },
        { "x: &x {image: app}\ncontainers:\n- *x", "its text is shared through an alias" },
        { "x: &x app\ncontainers:\n- image: *x", "its text is shared through an alias" },
        { "containers:\n- &x {image: app}\nx: *x", "its text is shared through an alias" },
        { "containers: &x\n- image: app\nx: *x", "its text is shared through an alias" },
        { "containers:\n- image: |-\n    app", "its image is a block scalar" },
        { "containers:\n- image: {a: b}", "its image is not a text" },
        { "containers:\n- name: c", "it has no image" },
    };

    [Theory]
    [MemberData(nameof(Sites))]
    public void The_text_can_be_found_again(string container, string? image, string? policy, int column, bool isFlow)
    {
        var text = Pod($"containers:\n{container}").ReplaceLineEndings("\r\n");

        var site = Assert.Single(Containers(text)).Site;

        Assert.Equal(image, site.Image is { } i ? text[i.Start..i.End] : null);
        Assert.Equal(policy, site.Policy is { } p ? text[p.Start..p.End] : null);
        Assert.Equal((column, isFlow), (site.KeyColumn, site.IsFlow));
        if (image is not null) Assert.Null(site.Obstacle);
    }

    [Theory]
    [MemberData(nameof(Obstacles))]
    public void What_an_edit_would_not_change_as_meant_is_known(string spec, string obstacle) =>
        Assert.Equal(obstacle, Assert.Single(Containers(Pod(spec))).Site.Obstacle);
}
