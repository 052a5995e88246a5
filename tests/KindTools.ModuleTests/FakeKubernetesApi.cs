using System.Net;
using System.Text;

namespace KindTools.ModuleTests;

/// <summary>An API server that has two namespaces and two pods, one of which waits for its image; or one that never answers a list.</summary>
internal sealed class FakeKubernetesApi : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("kt-").FullName;
    private readonly bool _hangs;

    public FakeKubernetesApi(bool hangs = false)
    {
        _hangs = hangs;
        var port = FreePort();
        _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        _listener.Start();
        Kubeconfig = Path.Combine(_folder, "config");
        File.WriteAllText(Kubeconfig,
            $$"""
            apiVersion: v1
            kind: Config
            current-context: kind-p1
            contexts:
            - {name: kind-p1, context: {cluster: p1, user: me, namespace: shop} }
            - {name: prod, context: {cluster: gone, user: me} }
            clusters:
            - {name: p1, cluster: {server: "http://127.0.0.1:{{port}}"} }
            users:
            - {name: me, user: {token: x} }
            """);
        _ = ServeAsync();
    }

    /// <summary>A file whose context <c>kind-p1</c> leads here.</summary>
    public string Kubeconfig { get; }

    public void Dispose()
    {
        _listener.Close();
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true) await AnswerAsync(await _listener.GetContextAsync());
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var path = context.Request.Url!.AbsolutePath;
        if (_hangs && path != "/version") return;

        var body = Encoding.UTF8.GetBytes(path switch
        {
            "/version" => """{"major":"1","minor":"34","gitVersion":"v1.34.0"}""",
            "/api/v1/namespaces" => List("NamespaceList", $"{Namespace("shop", "Active", 75)},{Namespace("old", "Terminating", 500)}"),
            "/api/v1/namespaces/shop/pods" => List("PodList", $"{Pod("web-1", "Running", "")},{Pod("web-2", "Pending", Waiting)}"),
            _ => List("List", ""),
        });
        context.Response.ContentType = "application/json";
        await context.Response.OutputStream.WriteAsync(body);
        context.Response.Close();
    }

    private const string Waiting = """{"name":"web","image":"shop/web:latest","state":{"waiting":{"reason":"ImagePullBackOff","message":"Back-off"} } }""";

    private static string List(string kind, string items) => $$"""{"kind":"{{kind}}","apiVersion":"v1","metadata":{"resourceVersion":"1"},"items":[{{items}}]}""";

    private static string Namespace(string name, string phase, int hours) => $$"""{"metadata":{"name":"{{name}}","creationTimestamp":"{{Ago(hours)}}"},"status":{"phase":"{{phase}}"} }""";

    private static string Pod(string name, string phase, string waiting) =>
        $$"""
        {"metadata":{"name":"{{name}}","namespace":"shop","uid":"{{name}}","creationTimestamp":"{{Ago(75)}}"},
         "spec":{"nodeName":"p1-worker","containers":[{"name":"web","image":"shop/web:latest","imagePullPolicy":"Always"}]},
         "status":{"phase":"{{phase}}","containerStatuses":[{{waiting}}]} }
        """;

    // The half hour keeps the age from changing while the test runs.
    private static string Ago(int hours) => DateTime.UtcNow.AddHours(-hours - 0.5).ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
}
