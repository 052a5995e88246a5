using System.Security.Cryptography;
using System.Text;
using KindTools.Core.Engines;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Engines;

public sealed class EngineEndpointFinderTests : IDisposable
{
    private readonly TemporaryFolder _home = new();
    private readonly Dictionary<string, string> _variables = [];
    private readonly HashSet<string> _sockets = [];

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("unix:///run/user/1000/docker.sock", "unix")]
    [InlineData("tcp://192.0.2.1:2375", "tcp")]
    [InlineData("http://192.0.2.1:2375", "http")]
    [InlineData("https://engine.example:2376", "https")]
    [InlineData("npipe:////./pipe/docker_engine", "npipe")]
    [InlineData("ssh://me@engine.example", "ssh")]
    public void DOCKER_HOST_is_taken_in_all_of_its_forms(string host, string scheme)
    {
        _variables["DOCKER_HOST"] = host;

        var endpoint = Assert.Single(Find());

        Assert.Equal(scheme, endpoint.Address.Scheme);
        Assert.Equal("DOCKER_HOST", endpoint.Origin);
        Assert.Null(endpoint.Tls);
    }

    [Theory]
    [InlineData("npipe:////./pipe/docker_engine")]
    [InlineData("npipe://./pipe/docker_engine")]
    public void A_pipe_keeps_its_name(string host)
    {
        _variables["DOCKER_HOST"] = host;

        var address = Assert.Single(Find()).Address;

        Assert.Equal((".", "/pipe/docker_engine"), (address.Host, address.AbsolutePath));
    }

    [Theory]
    [InlineData("tcp://me:s3cret@engine.example:2375", "tcp://me@engine.example:2375")]
    [InlineData("tcp://me:s3/cr@t@engine.example", "tcp://me@engine.example")]
    [InlineData("tcp://:s3cret@engine.example", "tcp://@engine.example")]
    [InlineData("me:s3cret@engine.example", "me@engine.example")]
    [InlineData("ssh://me@engine.example", "ssh://me@engine.example")]
    [InlineData("tcp://engine.example:2375", "tcp://engine.example:2375")]
    [InlineData("unix:///run/a:b@c.sock", "unix:///run/a:b@c.sock")]
    public void An_address_is_shown_without_the_password_in_it(string address, string shown) => Assert.Equal(shown, EngineEndpoint.WithoutPassword(address));

    [Theory]
    [InlineData("/var/run/docker.sock")]
    [InlineData("docker.example")]
    [InlineData("file:///var/run/docker.sock")]
    [InlineData("ftp://engine.example")]
    public void DOCKER_HOST_that_is_no_engines_address_is_refused(string host)
    {
        _variables["DOCKER_HOST"] = host;

        var failure = Assert.Throws<KindToolsException>(Find);

        Assert.Equal(("EngineAddressInvalid", FailureCategory.InvalidArgument), (failure.ErrorId, failure.Category));
        Assert.Contains($"'{host}'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_variable_is_as_good_as_none()
    {
        _variables["DOCKER_HOST"] = "";
        _variables["DOCKER_CONTEXT"] = "";

        Assert.Equal("the default socket", Assert.Single(Find()).Origin);
    }

    [Fact]
    public void DOCKER_HOST_goes_before_DOCKER_CONTEXT_and_the_current_context()
    {
        Context("colima", "unix:///colima.sock");
        CurrentContext("colima");
        _variables["DOCKER_CONTEXT"] = "colima";
        _variables["DOCKER_HOST"] = "unix:///mine.sock";

        Assert.Equal("unix:///mine.sock", Assert.Single(Find()).Address.OriginalString);
    }

    [Fact]
    public void DOCKER_CONTEXT_goes_before_the_current_context()
    {
        Context("colima", "unix:///colima.sock");
        Context("other", "unix:///other.sock");
        CurrentContext("other");
        _variables["DOCKER_CONTEXT"] = "colima";

        var endpoint = Assert.Single(Find());

        Assert.Equal("unix:///colima.sock (the Docker context 'colima' of DOCKER_CONTEXT)", endpoint.ToString());
    }

    [Fact]
    public void The_current_context_goes_before_the_default_sockets()
    {
        Context("desktop-linux", "unix:///desktop.sock");
        CurrentContext("desktop-linux");

        var endpoint = Assert.Single(Find());

        Assert.Equal("unix:///desktop.sock (the current Docker context 'desktop-linux')", endpoint.ToString());
    }

    [Fact]
    public void DOCKER_CONTEXT_default_means_the_default_sockets_whatever_the_current_context_is()
    {
        Context("colima", "unix:///colima.sock");
        CurrentContext("colima");
        _variables["DOCKER_CONTEXT"] = "default";

        Assert.Equal("the default socket", Assert.Single(Find()).Origin);
    }

    [Theory]
    [InlineData("""{"currentContext":"default"}""")]
    [InlineData("""{"currentContext":""}""")]
    [InlineData("""{"auths":{}}""")]
    [InlineData("""{"currentContext":7}""")]
    [InlineData("[]")]
    public void A_configuration_without_a_context_means_the_default_sockets(string config)
    {
        _home.Write(".docker/config.json", config);

        Assert.Equal("the default socket", Assert.Single(Find()).Origin);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"currentContext\":")]
    [InlineData("not json")]
    public void A_broken_configuration_is_an_error_that_names_the_file(string config)
    {
        var file = _home.Write(".docker/config.json", config);

        var failure = Assert.Throws<KindToolsException>(Find);

        Assert.Equal(("EngineConfigurationNotReadable", FailureCategory.ReadError), (failure.ErrorId, failure.Category));
        Assert.Contains(file, failure.Message, StringComparison.Ordinal);
        Assert.Contains("DOCKER_HOST", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DOCKER_CONFIG_names_the_folder_of_the_configuration()
    {
        _home.Write("elsewhere/config.json", """{"currentContext":"colima"}""");
        _home.Write($"elsewhere/contexts/meta/{Id("colima")}/meta.json", Meta("unix:///colima.sock"));
        _variables["DOCKER_CONFIG"] = Path.Combine(_home.Path, "elsewhere");

        Assert.Equal("unix:///colima.sock", Assert.Single(Find()).Address.OriginalString);
    }

    [Fact]
    public void A_context_that_does_not_exist_is_an_error_and_not_another_engine()
    {
        CurrentContext("gone");
        _sockets.Add(Path.Combine(_home.Path, ".docker/run/docker.sock"));

        var failure = Assert.Throws<KindToolsException>(Find);

        Assert.Equal(("EngineContextNotFound", FailureCategory.ObjectNotFound), (failure.ErrorId, failure.Category));
        Assert.Contains("'gone'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("docker context ls", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Endpoints":{"docker":{"Host":"nonsense"}}}""")]
    [InlineData("""{"Endpoints":{"docker":{"Host":5}}}""")]
    [InlineData("""{"Endpoints":{"docker":{}}}""")]
    [InlineData("""{"Endpoints":{"docker":"unix:///x.sock"}}""")]
    [InlineData("""{"Endpoints":{"kubernetes":{"Host":"https://192.0.2.1"}}}""")]
    [InlineData("""{"Endpoints":[]}""")]
    [InlineData("{}")]
    [InlineData("[]")]
    public void A_context_without_an_engines_address_is_an_error(string meta)
    {
        _home.Write($".docker/contexts/meta/{Id("odd")}/meta.json", meta);
        _variables["DOCKER_CONTEXT"] = "odd";

        var failure = Assert.Throws<KindToolsException>(Find);

        Assert.Equal(("EngineAddressInvalid", FailureCategory.InvalidData), (failure.ErrorId, failure.Category));
        Assert.Contains("'odd'", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DOCKER_TLS_VERIFY", true)]
    [InlineData("DOCKER_TLS", false)]
    public void TLS_with_DOCKER_HOST_takes_the_certificates_of_DOCKER_CERT_PATH(string variable, bool verify)
    {
        _variables["DOCKER_HOST"] = "tcp://192.0.2.1:2376";
        _variables["DOCKER_CERT_PATH"] = "/certificates";
        _variables[variable] = "1";

        Assert.Equal(new EngineTls("/certificates", verify), Assert.Single(Find()).Tls);
    }

    [Fact]
    public void TLS_without_DOCKER_CERT_PATH_takes_the_certificates_beside_the_configuration()
    {
        _variables["DOCKER_HOST"] = "tcp://192.0.2.1:2376";
        _variables["DOCKER_TLS_VERIFY"] = "1";

        Assert.Equal(new EngineTls(Path.Combine(_home.Path, ".docker"), VerifyServer: true), Assert.Single(Find()).Tls);
    }

    [Fact]
    public void DOCKER_CERT_PATH_alone_asks_for_no_TLS()
    {
        _variables["DOCKER_HOST"] = "tcp://192.0.2.1:2375";
        _variables["DOCKER_CERT_PATH"] = "/certificates";

        Assert.Null(Assert.Single(Find()).Tls);
    }

    [Fact]
    public void A_unix_socket_knows_no_TLS()
    {
        _variables["DOCKER_HOST"] = "unix:///docker.sock";
        _variables["DOCKER_TLS_VERIFY"] = "1";

        Assert.Null(Assert.Single(Find()).Tls);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(""","SkipTLSVerify":false""", true)]
    [InlineData(""","SkipTLSVerify":true""", false)]
    public void A_contexts_certificates_are_in_its_TLS_folder(string extra, bool verify)
    {
        Context("remote", "tcp://192.0.2.1:2376", extra);
        _home.Write($".docker/contexts/tls/{Id("remote")}/docker/ca.pem", "");
        _variables["DOCKER_CONTEXT"] = "remote";

        var folder = Path.Combine(_home.Path, ".docker", "contexts", "tls", Id("remote"), "docker");
        Assert.Equal(new EngineTls(folder, verify), Assert.Single(Find()).Tls);
    }

    [Fact]
    public void A_context_without_a_TLS_folder_is_plain()
    {
        Context("remote", "tcp://192.0.2.1:2375");
        _variables["DOCKER_CONTEXT"] = "remote";

        Assert.Null(Assert.Single(Find()).Tls);
    }

    [Fact]
    public void On_Windows_the_pipes_of_Docker_and_podman_are_tried()
    {
        var endpoints = new EngineEndpointFinder(Environment() with { IsWindows = true }).Find();

        Assert.Equal(
            ["npipe://./pipe/docker_engine (the default pipe)", "npipe://./pipe/podman-machine-default (podman's pipe)"],
            endpoints.Select(endpoint => endpoint.ToString()));
    }

    [Fact]
    public void Elsewhere_the_default_socket_is_tried_even_when_it_is_not_there_to_say_what_became_of_it() =>
        Assert.Equal(["unix:///var/run/docker.sock (the default socket)"], Find().Select(endpoint => endpoint.ToString()));

    [Fact]
    public void Sockets_that_are_there_are_tried_Docker_first_and_podman_last()
    {
        _variables["XDG_RUNTIME_DIR"] = "/run/user/1000";
        string[] sockets =
        [
            Path.Combine(_home.Path, ".docker/run/docker.sock"),
            Path.Combine(_home.Path, ".docker/desktop/docker.sock"),
            Path.Combine(_home.Path, ".rd/docker.sock"),
            Path.Combine(_home.Path, ".orbstack/run/docker.sock"),
            Path.Combine(_home.Path, ".colima/default/docker.sock"),
            "/run/user/1000/docker.sock",
            "/run/user/1000/podman/podman.sock",
            "/run/podman/podman.sock",
            Path.Combine(_home.Path, ".local/share/containers/podman/machine/podman.sock"),
        ];
        _sockets.UnionWith(sockets);

        var endpoints = Find();

        Assert.Equal(["/var/run/docker.sock", .. sockets], endpoints.Select(endpoint => endpoint.Address.LocalPath));
        Assert.Equal(
            [
                "the default socket", "Docker Desktop's socket", "Docker Desktop's socket", "Rancher Desktop's socket", "OrbStack's socket", "colima's socket",
                "rootless Docker's socket", "podman's socket", "podman's socket", "podman machine's socket",
            ],
            endpoints.Select(endpoint => endpoint.Origin));
    }

    /// <summary>Each product makes a context of its own and, but for colima beside others, makes it the current one.</summary>
    [Theory]
    [InlineData("desktop-linux", "Docker Desktop", "unix:///Users/me/.docker/run/docker.sock", "unix")]
    [InlineData("desktop-linux", "Docker Desktop", "npipe:////./pipe/dockerDesktopLinuxEngine", "npipe")]
    [InlineData("desktop-windows", "Docker Desktop", "npipe:////./pipe/dockerDesktopWindowsEngine", "npipe")]
    [InlineData("colima", "colima", "unix:///Users/me/.colima/default/docker.sock", "unix")]
    [InlineData("colima-work", "colima [profile=work]", "unix:///Users/me/.config/colima/work/docker.sock", "unix")]
    [InlineData("rancher-desktop", "Rancher Desktop moby context", "unix:///Users/me/.rd/docker.sock", "unix")]
    [InlineData("orbstack", "OrbStack", "unix:///Users/me/.orbstack/run/docker.sock", "unix")]
    [InlineData("rootless", "Rootless mode", "unix:///run/user/1000/docker.sock", "unix")]
    [InlineData("lab", "", "ssh://me@engine.example:2222", "ssh")]
    public void The_contexts_of_the_products_are_followed(string context, string description, string host, string scheme)
    {
        _home.Write(
            $".docker/contexts/meta/{Id(context)}/meta.json",
            $$"""{"Name":"{{context}}","Metadata":{"Description":"{{description}}"},"Endpoints":{"docker":{"Host":"{{host}}","SkipTLSVerify":false} } }""");
        CurrentContext(context);
        _sockets.Add("/run/podman/podman.sock"); // Not asked for.

        var endpoint = Assert.Single(Find());

        Assert.Equal((scheme, $"the current Docker context '{context}'"), (endpoint.Address.Scheme, endpoint.Origin));
        Assert.Null(endpoint.Tls);
    }

    /// <summary>Without a context, as where no docker command was ever installed.</summary>
    [Theory]
    [InlineData("Docker Desktop", ".docker/run/docker.sock")]
    [InlineData("Docker Desktop", ".docker/desktop/docker.sock")]
    [InlineData("Rancher Desktop", ".rd/docker.sock")]
    [InlineData("OrbStack", ".orbstack/run/docker.sock")]
    [InlineData("colima", ".colima/default/docker.sock")]
    [InlineData("podman machine", ".local/share/containers/podman/machine/podman.sock")]
    public void The_sockets_of_the_products_are_found_in_the_home_folder(string product, string socket)
    {
        var path = Path.Combine(_home.Path, socket);
        _sockets.Add(path);

        Assert.Equal(["/var/run/docker.sock", path], Find().Select(endpoint => endpoint.Address.LocalPath));
        Assert.Equal(product + "'s socket", Find()[1].Origin);
    }

    [Theory]
    [InlineData("tcp://me:hunter2@192.0.2.1:2375", "tcp://me@192.0.2.1:2375 (DOCKER_HOST)")]
    [InlineData("ssh://me:hunter2@engine.example", "ssh://me@engine.example (DOCKER_HOST)")]
    [InlineData("https://:hunter2@engine.example:2376/a@b", "https://@engine.example:2376/a@b (DOCKER_HOST)")]
    [InlineData("ssh://me@engine.example:22", "ssh://me@engine.example:22 (DOCKER_HOST)")]
    public void A_password_in_an_address_is_never_shown(string host, string shown)
    {
        _variables["DOCKER_HOST"] = host;

        Assert.Equal(shown, Assert.Single(Find()).ToString());
    }

    [Theory]
    [InlineData("ftp://me:hunter2@engine.example", "'ftp://me@engine.example'")]
    [InlineData("tcp://me:hun@ter2@engine.example:2375", "'tcp://me@engine.example:2375'")]
    public void A_password_in_an_address_that_is_refused_is_not_shown_either(string host, string shown)
    {
        _variables["DOCKER_HOST"] = host;

        var failure = Assert.Throws<KindToolsException>(Find);

        Assert.Contains(shown, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("ter2", failure + failure.Target?.ToString(), StringComparison.Ordinal);
    }

    private static string Id(string context) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(context))).ToLowerInvariant();

    private static string Meta(string host, string extra = "") =>
        """{"Name":"x","Metadata":{},"Endpoints":{"docker":{"Host":"HOST"EXTRA}}}"""
            .Replace("HOST", host, StringComparison.Ordinal).Replace("EXTRA", extra, StringComparison.Ordinal);

    private void Context(string name, string host, string extra = "") => _home.Write($".docker/contexts/meta/{Id(name)}/meta.json", Meta(host, extra));

    private void CurrentContext(string name) => _home.Write(".docker/config.json", $$"""{"currentContext":"{{name}}"}""");

    private IReadOnlyList<EngineEndpoint> Find() => new EngineEndpointFinder(Environment()).Find();

    private EngineEnvironment Environment() => new()
    {
        Variable = _variables.GetValueOrDefault,
        Home = _home.Path,
        IsWindows = false,
        SocketExists = _sockets.Contains,
    };
}
