using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using YamlDotNet.RepresentationModel;

namespace KindTools.Benchmarks.Pods;

/// <summary>
/// Very many pods on a lab's API server, written to it directly. A scheduler that does not exist is to place them, so that
/// no kubelet runs them; what their status says is written too.
/// </summary>
internal sealed class PodCrowd : IDisposable
{
    public const string Namespace = "kindtools-crowd";
    private const int InFlight = 32;
    private const string Message = "rpc error: code = Unknown desc = failed to pull and unpack image \"docker.io/kindtools-crowd/app:v1\": failed to resolve reference \"docker.io/kindtools-crowd/app:v1\": failed to do request: Head \"https://registry-1.docker.io/v2/kindtools-crowd/app/manifests/v1\": dial tcp: lookup registry-1.docker.io on 127.0.0.11:53: no such host";

    private static readonly object Waiting = new
    {
        status = new
        {
            phase = "Pending",
            containerStatuses = new[]
            {
                new { name = "app", image = "kindtools-crowd/app:v1", imageID = "", ready = false, restartCount = 0, state = new { waiting = new { reason = "ErrImagePull", message = Message } } },
            },
        },
    };

    private readonly Lab _lab;
    private readonly HttpClient _client;

    public PodCrowd(Lab lab)
    {
        _lab = lab;
        _client = Connect(lab.Kubeconfig);
        Delete();
        lab.Run("kubectl", "create", "namespace", Namespace);
    }

    /// <summary>Makes them, so many of which wait for an image.</summary>
    public void Fill(int pods, int broken)
    {
        var every = pods / broken;
        var made = 0;
        Parallel.ForEachAsync(Enumerable.Range(0, pods), new ParallelOptions { MaxDegreeOfParallelism = InFlight }, async (index, token) =>
        {
            await SendAsync(HttpMethod.Post, "", Pod(index), "application/json", token);
            if (index % every == 0) await SendAsync(HttpMethod.Patch, $"/crowd-{index}/status", Waiting, "application/merge-patch+json", token);
            if (Interlocked.Increment(ref made) % 5000 == 0) Console.Error.WriteLine($"  {made} pods made");
        }).GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        Delete();
        _client.Dispose();
    }

    // Of a size that pods have: the annotation stands for the status that a kubelet writes, too.
    private static object Pod(int index) => new
    {
        metadata = new
        {
            name = $"crowd-{index}",
            labels = new { app = "crowd", part = $"part-{index % 100}", version = "v1" },
            annotations = new { description = new string('d', 1500) },
        },
        spec = new
        {
            schedulerName = "nobody",
            automountServiceAccountToken = false,
            terminationGracePeriodSeconds = 0,
            containers = new[]
            {
                new
                {
                    name = "app",
                    image = "kindtools-crowd/app:v1",
                    env = Enumerable.Range(0, 12).Select(variable => new { name = $"SETTING_{variable}", value = new string('v', 40) }),
                    resources = new { requests = new { cpu = "10m", memory = "16Mi" } },
                },
            },
        },
    };

    private async Task SendAsync(HttpMethod method, string path, object body, string type, CancellationToken cancellationToken)
    {
        using var content = JsonContent.Create(body, mediaType: new MediaTypeHeaderValue(type));
        using var request = new HttpRequestMessage(method, $"api/v1/namespaces/{Namespace}/pods{path}") { Content = content };
        using var answer = await _client.SendAsync(request, cancellationToken);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{method} {path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancellationToken)}");
    }

    private void Delete()
    {
        using var answer = _client.DeleteAsync($"api/v1/namespaces/{Namespace}/pods?gracePeriodSeconds=0").GetAwaiter().GetResult();
        _lab.Run("kubectl", "delete", "namespace", Namespace, "--ignore-not-found", "--wait");
    }

    private static HttpClient Connect(string kubeconfig)
    {
        using var reader = new StreamReader(kubeconfig);
        var yaml = new YamlStream();
        yaml.Load(reader);
        var cluster = yaml.Documents[0].RootNode["clusters"][0]["cluster"];
        var user = yaml.Documents[0].RootNode["users"][0]["user"];
        var handler = new SocketsHttpHandler { MaxConnectionsPerServer = InFlight };
        handler.SslOptions.ClientCertificates = [X509Certificate2.CreateFromPem(Pem(user["client-certificate-data"]), Pem(user["client-key-data"]))];
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(X509Certificate2.CreateFromPem(Pem(cluster["certificate-authority-data"])));
        return new HttpClient(handler) { BaseAddress = new Uri(((YamlScalarNode)cluster["server"]).Value! + "/"), Timeout = TimeSpan.FromMinutes(5) };
    }

    private static string Pem(YamlNode data) => Encoding.ASCII.GetString(Convert.FromBase64String(((YamlScalarNode)data).Value!));
}
