using KindTools.Core.Transfer;

namespace KindTools.Tests.Transfer;

public class NodeConfirmationTests
{
    private static readonly string Real = Captured.Text("node/seed-worker.ctr-images-check.txt");

    [Theory]
    [InlineData("docker.io/resouer/ubuntu-bc:v1")]
    [InlineData("docker.io/resouer/late:v1")]
    [InlineData("registry.k8s.io/pause:3.8")]
    [InlineData("import-2026-11-23@sha256:84124afac3b18153f40c947d337a4003e417db3f77c54226b025065c22471ef2")]
    public void On_a_real_node_nothing_is_wrong_with_an_image_that_it_has(string name) => Assert.Null(NodeConfirmation.Problem(Real, name));

    [Theory]
    [InlineData("docker.io/resouer/late")]
    [InlineData("docker.io/resouer/late:v")]
    [InlineData("resouer/late:v1")]
    [InlineData("REF2")]
    public void A_name_that_a_real_node_does_not_have_is_missed(string name) => Assert.Equal("it has no image of that name", NodeConfirmation.Problem(Real, name));

    [Theory]
    [InlineData("incomplete (1/2)", "true", "its content is incomplete")]
    [InlineData("unavailable (0/?)", "false", "its content is incomplete")]
    [InlineData("complete (2/2)", "false", "it is not unpacked")]
    [InlineData("complete (2/2)", "true", null)]
    public void The_status_tells_what_is_wrong(string status, string unpacked, string? problem)
    {
        var check = Real.Split('\n')
            .Select(line => line.StartsWith("docker.io/resouer/late:v1 ", StringComparison.Ordinal)
                ? line.Replace("complete (2/2)", status, StringComparison.Ordinal).Replace(" true", " " + unpacked, StringComparison.Ordinal)
                : line);

        Assert.Equal(problem, NodeConfirmation.Problem(string.Join('\n', check), "docker.io/resouer/late:v1"));
    }

    [Fact]
    public void No_answer_is_no_image() => Assert.NotNull(NodeConfirmation.Problem("", "app:dev"));
}
