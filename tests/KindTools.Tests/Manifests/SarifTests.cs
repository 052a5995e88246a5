using System.Text.Json;
using KindTools.Core.Manifests;
using NJsonSchema;
using static KindTools.Tests.Manifests.ManifestText;

namespace KindTools.Tests.Manifests;

public class SarifTests
{
    private static readonly Task<JsonSchema> Schema = JsonSchema.FromFileAsync(Path.Combine(AppContext.BaseDirectory, "sarif-2.1.0.json"));

    public static TheoryData<string> Texts { get; } =
    [
        Pod("containers:\n- image: app:1"),
        Pod("containers:\n- image: app"),
        Pod("containers:\n- {name: é漢😀, image: app:latest}\n- {image: app, imagePullPolicy: Always}\n- {image: App}\n- {image: app, imagePullPolicy: no}\n- {image: '${IMAGE}'}"),
        "",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task What_is_written_satisfies_the_schema(string text)
    {
        var schema = await Schema;
        foreach (var file in (string?[])["/repository/k8s/a b#é.yaml", "/elsewhere/pod.yaml", null])
            Assert.Empty(schema.Validate(SarifWriter.Write(Test(text).Select(result => result with { File = file }), "/repository")));
    }

    [Theory]
    [InlineData("{\"version\": \"2.1.0\", \"runs\": [{\"results\": []}]}")]
    [InlineData("{\"version\": \"2.1.0\", \"runs\": [{\"tool\": {\"driver\": {\"name\": \"x\"}}, \"results\": [{\"message\": {\"text\": \"x\"}, \"level\": \"bad\"}]}]}")]
    public async Task The_schema_refuses_what_is_no_sarif(string text) => Assert.NotEmpty((await Schema).Validate(text));

    [Fact]
    public void A_finding_is_on_its_line_with_its_edit()
    {
        var sarif = SarifWriter.Write(Test(Pod("containers:\n- image: app\n- image: app:1")).Select(result => result with { File = "/repository/k8s/a b.yaml" }), "/repository");

        using var document = JsonDocument.Parse(sarif);
        var run = document.RootElement.GetProperty("runs")[0];
        var result = Assert.Single(run.GetProperty("results").EnumerateArray());
        var location = result.GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.Equal("ImageOnNodeIgnored", result.GetProperty("ruleId").GetString());
        Assert.Equal("warning", result.GetProperty("level").GetString());
        Assert.Equal("k8s/a%20b.yaml", location.GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Equal((7, 12), (location.GetProperty("region").GetProperty("startLine").GetInt32(), location.GetProperty("region").GetProperty("startColumn").GetInt32()));
        var change = result.GetProperty("fixes")[0].GetProperty("artifactChanges")[0].GetProperty("replacements")[0];
        Assert.Equal(15, change.GetProperty("deletedRegion").GetProperty("startColumn").GetInt32());
        Assert.Equal("\n    imagePullPolicy: IfNotPresent", change.GetProperty("insertedContent").GetProperty("text").GetString());
        Assert.Equal(["ImageOnNodeIgnored"], run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("id").GetString()));
    }
}
