using KindTools.Core.Clusters;
using KindTools.Tests.Fakes;
using k8s.Models;

namespace KindTools.Tests.Clusters;

/// <summary>A test with an API server and a connection to it that never really waits.</summary>
public abstract class ApiTest : IDisposable
{
    private readonly List<IDisposable> _disposables = [];

    /// <summary>How long it would have waited between tries.</summary>
    private protected List<TimeSpan> Pauses { get; } = [];

    private protected FakeApiServer Server { get; private set; } = null!;

    public void Dispose()
    {
        foreach (var disposable in _disposables) disposable.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected Task<ClusterConnection> ConnectAsync(params FakeAnswer[] answers) =>
        ConnectAsync((path, number) => number < answers.Length ? answers[number] : throw new InvalidOperationException($"There is no answer to {path}."));

    private protected async Task<ClusterConnection> ConnectAsync(Func<string, int, FakeAnswer> answer)
    {
        Server = new FakeApiServer(answer);
        _disposables.Add(Server);
        var connection = await ClusterConnection.ConnectAsync(Server.Kubeconfig(), "test", [], engine: null, TestContext.Current.CancellationToken, (pause, token) =>
        {
            Pauses.Add(pause);
            return Task.CompletedTask;
        });
        _disposables.Add(connection);
        return connection;
    }

    private protected static async Task<string> NamesAsync(ClusterConnection connection, ListScope? scope = null)
    {
        var names = new List<string>();
        await foreach (var pod in connection.ListAsync<V1Pod>(scope ?? new ListScope(), TestContext.Current.CancellationToken)) names.Add(pod.Metadata.Name);
        return string.Join(' ', names);
    }

    private protected static Task<KindToolsException> FailsAsync(ClusterConnection connection, ListScope? scope = null) =>
        Assert.ThrowsAsync<KindToolsException>(() => NamesAsync(connection, scope));
}
