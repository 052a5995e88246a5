using System.Text;
using KindTools.ModuleTests.Console;
using KindTools.Tests.Fakes;

namespace KindTools.ModuleTests;

/// <summary>
/// Marked secrets in every place where users have them: whatever is run and however it fails, none comes out of any stream.
/// </summary>
[Collection(EnvironmentCollection.Name)]
public sealed class SecretsTests : IDisposable
{
    private const string Secret = "k1nd-S3CRET-t00ls";

    /// <summary>The forms in which it would be a secret still.</summary>
    private static readonly string[] Forms = [Secret, Base64(Secret), Base64("me:" + Secret), Base64($"{{\"auth\":\"{Secret}\"}}")[..24], Uri.EscapeDataString(Secret)];

    private static readonly string Manifest = "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: c, image: app, env: [{name: PASSWORD, value: " + Secret + "}]}]}}";

    private static readonly string[] Commands =
    [
        "Get-KindCluster",
        "Get-KindNodeImage",
        "Compare-KindImage",
        "Import-KindImage app:dev -WhatIf",
        "Export-KindNodeImage app:dev -ToEngine -WhatIf",
        "Get-PodPullFailure -Namespace shop",
        "Get-PodPullFailure -Context kind-p1 -Namespace shop | Repair-PodPullFailure -Confirm:$false -TimeoutSec 0",
        "Get-PodImageDrift",
        "Test-PodPullPolicy -AllNamespaces",
        "$env:MANIFEST | Test-PodPullPolicy -Cluster p1",
    ];

    /// <summary>What changes something, or is the same whatever goes wrong.</summary>
    private static readonly string[] Once =
    [
        "Get-KindNode",
        "Import-KindImage app:dev -Force -Confirm:$false",
        "Import-KindImage none:dev",
        "Add-KindNodeImageTag app:dev app:v2 -Confirm:$false",
        "Export-KindNodeImage app:dev -ToEngine -Confirm:$false",
        "Remove-KindNodeImage app:dev -Confirm:$false",
        "$env:MANIFEST | Test-PodPullPolicy | ConvertTo-PodPullPolicySarif",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("kt-").FullName;
    private readonly Dictionary<string, string?> _before = [];
    private readonly FakeDockerApi _engine = new() { Archive = AppArchive.Bytes, EngineImageId = "sha256:" + new string('e', 64) };
    private readonly List<FakeApiServer> _servers = [];

    /// <summary>What goes wrong, or does not, in the order of what a cmdlet does first.</summary>
    public static TheoryData<string> Situations { get; } =
    [
        "all is well", "the engine is away", "the engine's address is none", "the engine's address is a path", "Docker's configuration is broken", "Docker's context is broken", "the client's key is broken",
        "the token is refused", "the token is not allowed", "the API server is ill", "the API server is away", "the API server's address has a password", "the API server answers nonsense", "the password is refused",
        "the key of the kubeconfig is broken", "the kubeconfig is broken", "the kubeconfig is of another kind", "the plugin fails", "the plugin prints nonsense", "the plugin gives a key that is none", "the plugin is not there",
    ];

    public void Dispose()
    {
        foreach (var (name, value) in _before) Environment.SetEnvironmentVariable(name, value);
        foreach (var server in _servers) server.Dispose();
        _engine.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Situations))]
    public void No_secret_comes_out_of_any_stream(string situation)
    {
        Set("DOCKER_CONFIG", _folder);
        Write("config.json", $$"""{"auths":{"registry.example":{"auth":"{{Base64("me:" + Secret)}}","identitytoken":"{{Secret}}"} },"HttpHeaders":{"X-Token":"{{Secret}}"} }""");
        foreach (var name in (string[])["DOCKER_AUTH_CONFIG", "REGISTRY_PASSWORD", "KUBE_TOKEN", "GITHUB_TOKEN"]) Set(name, $$"""{"auth":"{{Secret}}"}""");

        Set("MANIFEST", Manifest);

        using var module = new EngineModule(_engine.Address);
        Set("KUBECONFIG", Path.Combine(_folder, "kubeconfig"));
        Write("kubeconfig", Kubeconfig(Serve(Healthy), $"{{token: {Secret}}}"));
        Arrange(situation);

        foreach (var command in situation == "all is well" ? [.. Commands, .. Once] : Commands) AssertSilent(module, command);
    }

    /// <summary>A process of its own: .NET reads the variables for proxies once.</summary>
    [Fact]
    public async Task A_proxys_password_does_not_come_out_either()
    {
        Write("kubeconfig", Kubeconfig("http://cluster.example:1", $"{{token: {Secret}}}"));

        var result = await ConsoleProcess.RunAsync(null, ["-Command", "Get-PodPullFailure -Context kind-p1 -Verbose; $Error | ForEach-Object { $_.Exception.ToString() }"], start =>
        {
            foreach (var name in (string[])["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"]) start.Environment[name] = $"http://me:{Secret}@127.0.0.1:1";
            start.Environment["KUBECONFIG"] = Path.Combine(_folder, "kubeconfig");
            start.Environment["DOCKER_HOST"] = _engine.Address;
        });

        Assert.Contains("127.0.0.1:1", result.Output + result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, result.Output + result.Errors, StringComparison.Ordinal);
    }

    /// <summary>Proves that the search finds what is there, wherever it is.</summary>
    [Theory]
    [InlineData("& { [CmdletBinding()] param() $PSCmdlet.WriteVerbose($env:REGISTRY_PASSWORD) } -Verbose")]
    [InlineData("throw [Exception]::new('x', [Exception]::new($env:REGISTRY_PASSWORD))")]
    [InlineData("[KindTools.PodOwner]::new('v1', 'Job', $env:REGISTRY_PASSWORD, '1')")]
    [InlineData("[pscustomobject]@{ A = @(@{ B = [Uri]\"tcp://me:$env:REGISTRY_PASSWORD@h:1\" }) }")]
    public void What_is_written_is_found(string command)
    {
        Set("REGISTRY_PASSWORD", Secret);
        using var module = new EngineModule(_engine.Address);

        Assert.Contains(AllStreams.Of(module.Shell, command), text => Forms.Any(text.Contains));
    }

    private void Arrange(string situation)
    {
        switch (situation)
        {
            case "the engine is away": Set("DOCKER_HOST", $"tcp://me:{Secret}@127.0.0.1:1"); break;
            case "the engine's address is none": Set("DOCKER_HOST", $"ftp://me:{Secret}@127.0.0.1:1"); break;
            case "the engine's address is a path": Set("DOCKER_HOST", $"tcp://me:{Secret}@[127.0.0.1"); break;
            case "Docker's configuration is broken":
                Set("DOCKER_HOST", null);
                Write("config.json", $"{{\"auths\": {Secret}}}");
                break;
            case "Docker's context is broken":
                Set("DOCKER_HOST", null);
                Set("DOCKER_CONTEXT", "remote");
                Write($"contexts/meta/{Hash("remote")}/meta.json", $$"""{"Name":"remote","Endpoints":{"docker":{"Host":"tcp://me:{{Secret}}@127.0.0.1:1"} } }""");
                break;
            case "the client's key is broken":
                Set("DOCKER_HOST", "tcp://127.0.0.1:1");
                Set("DOCKER_TLS_VERIFY", "1");
                Set("DOCKER_CERT_PATH", _folder);
                foreach (var file in (string[])["ca.pem", "cert.pem", "key.pem"]) Write(file, $"-----BEGIN PRIVATE KEY-----\n{Base64(Secret)}\n-----END PRIVATE KEY-----\n");
                break;
            case "the token is refused": User("{token: " + Secret + "}", (_, _) => FakeAnswer.Refusal(401, "Unauthorized")); break;
            case "the token is not allowed": User("{token: " + Secret + "}", (path, number) => path.Contains("/pods", StringComparison.Ordinal) ? FakeAnswer.Refusal(403, "pods is forbidden") : Healthy(path, number)); break;
            case "the API server is ill": User("{token: " + Secret + "}", (_, _) => FakeAnswer.Refusal(500, "etcd is away", "Retry-After: 60\r\n")); break;
            case "the API server is away": Write("kubeconfig", Kubeconfig("http://127.0.0.1:1", "{token: " + Secret + "}")); break;
            case "the API server's address has a password": Write("kubeconfig", Kubeconfig($"http://me:{Secret}@127.0.0.1:1", "{token: " + Secret + "}")); break;
            case "the API server answers nonsense": User("{token: " + Secret + "}", (_, _) => new FakeAnswer($"<html>{Secret}</html>")); break;
            case "the password is refused": User("{username: me, password: " + Secret + "}", (_, _) => FakeAnswer.Refusal(401, "Unauthorized")); break;
            case "the key of the kubeconfig is broken": User($"{{client-certificate-data: {Base64(Secret)}, client-key-data: {Base64(Secret)}}}", Healthy); break;
            case "the kubeconfig is broken": Write("kubeconfig", "users:\n- {token: " + Secret + "\n- x: y: z"); break;
            case "the kubeconfig is of another kind": Write("kubeconfig", $"users: {Secret}\nclusters: [{Secret}]\ncontexts: [{{name: kind-p1, context: {Secret}}}]"); break;
            case "the plugin fails": Plugin($"echo {Secret} >&2; echo {Secret}; exit 1"); break;
            case "the plugin prints nonsense": Plugin($"echo {Secret}"); break;
            case "the plugin gives a key that is none": Plugin($"echo '{{\\\"status\\\":{{\\\"clientCertificateData\\\":\\\"{Secret}\\\",\\\"clientKeyData\\\":\\\"{Secret}\\\"}}}}'"); break;
            case "the plugin is not there": User(Exec("/nowhere/plugin", Secret), Healthy); break;
        }
    }

    private static void AssertSilent(EngineModule module, string command) =>
        Assert.All(AllStreams.Of(module.Shell, command + " -Verbose -Debug"), text => Assert.All(Forms, form => Assert.False(text.Contains(form, StringComparison.Ordinal), $"{command} writes {form}:\n{text}")));

    private static FakeAnswer Healthy(string path, int number) => path.Contains("/pods", StringComparison.Ordinal)
        ? new FakeAnswer(
            $$"""{"metadata":{"resourceVersion":"1"},"items":[{"metadata":{"name":"web","namespace":"shop","uid":"1"},"spec":{"nodeName":"p1-worker","containers":[{"name":"web","image":"app:dev","imagePullPolicy":"Always","env":[{"name":"PASSWORD","value":"{{Secret}}"}]}]},"status":{"containerStatuses":[{"name":"web","imageID":"","state":{"waiting":{"reason":"ErrImagePull","message":"not found"} } }]} }]}""")
        : new FakeAnswer("""{"metadata":{"resourceVersion":"1"},"items":[]}""");

    private static string Kubeconfig(string server, string user) =>
        $$"""
        contexts: [{name: kind-p1, context: {cluster: kind-p1, user: kind-p1} }]
        clusters: [{name: kind-p1, cluster: {server: '{{server}}'} }]
        users: [{name: kind-p1, user: {{user}} }]
        """;

    private static string Exec(string command, params string[] arguments) =>
        $"{{exec: {{apiVersion: client.authentication.k8s.io/v1, command: {command}, args: [{string.Join(", ", arguments.Select(argument => $"\"{argument}\""))}], env: [{{name: PLUGIN_TOKEN, value: {Secret}}}]}}}}";

    private static string Hash(string text) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private void User(string user, Func<string, int, FakeAnswer> answer) => Write("kubeconfig", Kubeconfig(Serve(answer), user));

    private void Plugin(string script) => User(Exec("sh", "-c", script), Healthy);

    private string Serve(Func<string, int, FakeAnswer> answer)
    {
        var server = new FakeApiServer(answer);
        _servers.Add(server);
        return server.Address;
    }

    private void Write(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    private void Set(string name, string? value)
    {
        _before.TryAdd(name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
    }
}
