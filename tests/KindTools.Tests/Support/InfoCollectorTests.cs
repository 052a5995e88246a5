using KindTools.Core.Clusters;
using KindTools.Core.Engines;
using KindTools.Core.Support;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Support;

/// <summary>Without an engine, and with what is broken; the rest is asked of real engines by the lab's tests.</summary>
public sealed class InfoCollectorTests : IDisposable
{
    private readonly TemporaryFolder _home = new();
    private readonly Dictionary<string, string> _variables = [];

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Without_an_engine_every_place_that_was_tried_is_told()
    {
        _variables["DOCKER_HOST"] = $"unix://{_home.Path}/none.sock";

        var info = await CollectAsync();

        Assert.Equal("none answers", info.Engine);
        Assert.Equal(["unix://~/none.sock (DOCKER_HOST): there is no such socket"], info.EnginesTried);
        Assert.Equal("not known: no container engine answers", info.EngineVersion);
        Assert.Equal(info.EngineVersion, info.ImageStore);
        Assert.Empty(info.Clusters);
        Assert.Equal(["DOCKER_HOST"], info.VariablesSet);
    }

    [Fact]
    public async Task A_choice_of_engine_that_cannot_be_understood_is_a_remark()
    {
        _variables["DOCKER_CONTEXT"] = "gone";

        var info = await CollectAsync();

        Assert.Equal("none answers", info.Engine);
        Assert.Empty(info.EnginesTried);
        var remark = Assert.Single(info.Remarks);
        Assert.StartsWith("There is no Docker context 'gone' (~/.docker/contexts/meta/", remark, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_that_answers_nothing_but_the_first_question_is_told_with_what_it_said()
    {
        using var server = UnixSocketServer.Answering("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 26\r\n\r\n{\"message\":\"out of luck\"}\n");
        using var half = UnixSocketServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK");
        _variables["DOCKER_HOST"] = server.Address;
        var refused = await CollectAsync();
        _variables["DOCKER_HOST"] = half.Address;
        var odd = await CollectAsync();

        Assert.EndsWith("out of luck", Assert.Single(refused.EnginesTried), StringComparison.Ordinal);
        Assert.EndsWith("(DOCKER_HOST)", odd.Engine, StringComparison.Ordinal);
        Assert.Equal("not known: it does not say", odd.EngineVersion);
        Assert.NotEmpty(odd.Remarks);
    }

    [Fact]
    public async Task Only_contexts_of_kind_are_told_and_nothing_else_of_the_kubeconfig()
    {
        _home.Write(
            ".kube/config",
            """
            apiVersion: v1
            clusters:
            - {name: kind-dev, cluster: {server: 'https://127.0.0.1:1', certificate-authority-data: Y2VydA==}}
            contexts:
            - {name: kind-dev, context: {cluster: kind-dev, user: kind-dev}}
            - {name: production, context: {cluster: production, user: boss}}
            users:
            - {name: kind-dev, user: {token: hunter2}}
            """);

        var info = await CollectAsync();

        Assert.Equal(["kind-dev"], info.Contexts);
        Assert.DoesNotContain("hunter2", Everything(info), StringComparison.Ordinal);
        Assert.DoesNotContain("production", Everything(info), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kubeconfig_that_cannot_be_read_is_a_remark()
    {
        _home.Write(".kube/config", "contexts: [");

        var info = await CollectAsync();

        Assert.Empty(info.Contexts);
        Assert.Contains(info.Remarks, remark => remark.Contains("~/.kube/config", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Variables_are_named_and_their_values_are_not()
    {
        _variables["DOCKER_HOST"] = "tcp://me:hunter2@127.0.0.1:1";
        _variables["HTTPS_PROXY"] = "http://me:hunter3@proxy.example";
        _variables["KIND_CLUSTER_NAME"] = "hunter4";
        _variables["DOCKER_CONTEXT"] = "";

        var info = await CollectAsync();

        Assert.Equal(["DOCKER_HOST", "KIND_CLUSTER_NAME", "HTTPS_PROXY"], info.VariablesSet);
        Assert.StartsWith("tcp://127.0.0.1:1 (DOCKER_HOST): ", Assert.Single(info.EnginesTried), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter", Everything(info), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_libraries_that_are_really_there_are_told_with_their_versions()
    {
        var info = await CollectAsync();

        Assert.Contains(info.Dependencies, line => line.StartsWith("Docker.DotNet 4.", StringComparison.Ordinal));
        Assert.Contains(info.Dependencies, line => line.StartsWith("YamlDotNet 1", StringComparison.Ordinal));
        Assert.All(info.Dependencies, line => Assert.Matches(@"^\S+ \d[\w.-]*$", line));
        Assert.DoesNotContain(info.Dependencies, line => line.StartsWith("KindTools", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_PowerShell_knows_is_passed_on_without_the_users_name()
    {
        var info = await CollectAsync();

        Assert.Equal(("0.1.0-preview1", "~/Modules/KindTools", "7.6.9 Core", "ConsoleHost 7.6.9"), (info.Version, info.ModulePath, info.PowerShell, info.HostProgram));
        Assert.StartsWith(".NET ", info.DotNet, StringComparison.Ordinal);
    }

    private static string Everything(KindToolsInfo info) => string.Join('\n', typeof(KindToolsInfo).GetProperties()
        .Select(property => property.GetValue(info))
        .Select(value => value is IEnumerable<string> lines ? string.Join('\n', lines) : value?.ToString()));

    private Task<KindToolsInfo> CollectAsync()
    {
        var environment = new EngineEnvironment
        {
            Variable = _variables.GetValueOrDefault,
            Home = _home.Path,
            IsWindows = false,
            SocketExists = _ => false,
        };
        var facts = new PowerShellFacts("0.1.0-preview1", _home.Path + "/Modules/KindTools", "7.6.9 Core", "ConsoleHost 7.6.9");
        return new InfoCollector(environment, new Kubeconfig([Path.Combine(_home.Path, ".kube", "config")])).CollectAsync(facts, TestContext.Current.CancellationToken);
    }
}
