using Docker.DotNet;
using KindTools.Core.Engines;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Engines;

public class DockerAttachedContainerTests
{
    private static readonly ContainerRecipe Recipe = new("app:dev", ["true"], new Dictionary<string, string>(), Port: 80, HostPort: 0);

    [Fact]
    public async Task An_engine_that_makes_no_container_in_time_is_a_failure_and_no_cancellation()
    {
        using var server = UnixSocketServer.Silent();
        using var client = new DockerClientBuilder().WithEndpoint(new Uri(server.Address)).Build();

        var failure = await Assert.ThrowsAsync<TimeoutException>(() =>
            DockerAttachedContainer.StartAsync(client, Recipe, TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken));

        Assert.Contains("within", failure.Message, StringComparison.Ordinal);
    }
}
