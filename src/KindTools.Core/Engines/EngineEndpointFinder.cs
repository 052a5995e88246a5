using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace KindTools.Core.Engines;

/// <summary>
/// Finds the container engine as Docker's own CLI does (docker/cli <c>cli/command/cli.go</c>,
/// <c>cli/context/docker/load.go</c>): DOCKER_HOST, DOCKER_CONTEXT, the current context of the configuration file.
/// Each of these is the user's choice, so nothing else is tried when it is made. Without one: the platform's default
/// sockets, those of the common desktop products, then podman's.
/// </summary>
public sealed class EngineEndpointFinder(EngineEnvironment environment)
{
    private const string DefaultContext = "default";

    /// <summary>The endpoints to try, in order.</summary>
    public IReadOnlyList<EngineEndpoint> Find()
    {
        if (environment.NonEmpty("DOCKER_HOST") is { } host) return [FromDockerHost(host)];
        if (environment.NonEmpty("DOCKER_CONTEXT") is { } named && named != DefaultContext)
            return [FromContext(named, $"the Docker context '{named}' of DOCKER_CONTEXT")];
        if (environment.NonEmpty("DOCKER_CONTEXT") is null && CurrentContext() is { } current && current != DefaultContext)
            return [FromContext(current, $"the current Docker context '{current}'")];

        return environment.IsWindows ? WindowsDefaults() : [.. UnixDefaults()];
    }

    private static EngineEndpoint[] WindowsDefaults() =>
    [
        new(new Uri("npipe://./pipe/docker_engine"), "the default pipe"),
        new(new Uri("npipe://./pipe/podman-machine-default"), "podman's pipe"),
    ];

    /// <summary>Of the optional places only those that are there; the default always, to say what became of it.</summary>
    private IEnumerable<EngineEndpoint> UnixDefaults()
    {
        yield return Socket("/var/run/docker.sock", "the default socket");

        var optional = new List<(string Path, string Origin)>
        {
            (Path.Combine(environment.Home, ".docker/run/docker.sock"), "Docker Desktop's socket"),
            (Path.Combine(environment.Home, ".docker/desktop/docker.sock"), "Docker Desktop's socket"),
            (Path.Combine(environment.Home, ".rd/docker.sock"), "Rancher Desktop's socket"),
            (Path.Combine(environment.Home, ".orbstack/run/docker.sock"), "OrbStack's socket"),
            (Path.Combine(environment.Home, ".colima/default/docker.sock"), "colima's socket"),
        };
        if (environment.NonEmpty("XDG_RUNTIME_DIR") is { } runtime)
        {
            optional.Add((Path.Combine(runtime, "docker.sock"), "rootless Docker's socket"));
            optional.Add((Path.Combine(runtime, "podman/podman.sock"), "podman's socket"));
        }

        optional.Add(("/run/podman/podman.sock", "podman's socket"));
        optional.Add((Path.Combine(environment.Home, ".local/share/containers/podman/machine/podman.sock"), "podman machine's socket"));

        foreach (var (path, origin) in optional)
        {
            if (environment.SocketExists(path)) yield return Socket(path, origin);
        }
    }

    private static EngineEndpoint Socket(string path, string origin) => new(new Uri("unix://" + path), origin);

    private EngineEndpoint FromDockerHost(string host)
    {
        if (ParseAddress(host) is not { } address)
        {
            throw new KindToolsException(
                "EngineAddressInvalid",
                FailureCategory.InvalidArgument,
                $"DOCKER_HOST is '{EngineEndpoint.WithoutPassword(host)}', which is not an engine's address. Set it to one such as unix:///var/run/docker.sock or tcp://192.0.2.1:2376, or remove it.",
                EngineEndpoint.WithoutPassword(host));
        }

        // docker/cli opts: TLS goes with a tcp address when one of the two variables asks for it.
        var verify = environment.NonEmpty("DOCKER_TLS_VERIFY") is not null;
        var tls = address.Scheme is "tcp" or "https" && (verify || environment.NonEmpty("DOCKER_TLS") is not null)
            ? new EngineTls(environment.NonEmpty("DOCKER_CERT_PATH") ?? ConfigFolder, verify)
            : null;
        return new EngineEndpoint(address, "DOCKER_HOST") { Tls = tls };
    }

    private EngineEndpoint FromContext(string name, string origin)
    {
        // docker/cli cli/context/store: contexts live in folders named after the hash of their name.
        var id = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name))).ToLowerInvariant();
        var meta = Path.Combine(ConfigFolder, "contexts", "meta", id, "meta.json");
        if (!File.Exists(meta))
        {
            throw new KindToolsException(
                "EngineContextNotFound",
                FailureCategory.ObjectNotFound,
                $"There is no Docker context '{name}' ({meta} does not exist). 'docker context ls' lists those there are.",
                name);
        }

        using var document = ReadJson(meta);
        if (Property(Property(document.RootElement, "Endpoints"), "docker") is not { } docker
            || ParseAddress(Text(docker, "Host")) is not { } address)
        {
            throw new KindToolsException(
                "EngineAddressInvalid",
                FailureCategory.InvalidData,
                $"The Docker context '{name}' names no address of an engine ({meta}). 'docker context inspect {name}' shows what it holds.",
                name);
        }

        var skipVerify = Property(docker, "SkipTLSVerify")?.ValueKind == JsonValueKind.True;
        var folder = Path.Combine(ConfigFolder, "contexts", "tls", id, "docker");
        return new EngineEndpoint(address, origin)
        {
            Tls = Directory.Exists(folder) || address.Scheme == "https" ? new EngineTls(folder, !skipVerify) : null,
        };
    }

    private string? CurrentContext()
    {
        var file = Path.Combine(ConfigFolder, "config.json");
        if (!File.Exists(file)) return null;

        using var document = ReadJson(file);
        return Text(document.RootElement, "currentContext") is { Length: > 0 } name ? name : null;
    }

    private string ConfigFolder => environment.NonEmpty("DOCKER_CONFIG") ?? Path.Combine(environment.Home, ".docker");

    private static JsonDocument ReadJson(string file)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(file));
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new KindToolsException(
                "EngineConfigurationNotReadable",
                FailureCategory.ReadError,
                $"Docker's configuration file {file} cannot be read: {exception.Message} Mend it, or set DOCKER_HOST to say where the engine is.",
                file,
                exception);
        }
    }

    /// <summary>These files are edited by hand and by many tools: any value may have any shape.</summary>
    private static JsonElement? Property(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var value) ? value : null;

    private static string? Text(JsonElement element, string name) =>
        Property(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>Contexts write pipes as <c>npipe:////./pipe/x</c>, which no URI parser takes for a host.</summary>
    private static Uri? ParseAddress(string? text)
    {
        if (text is null) return null;

        var known = Uri.TryCreate(text.Replace("npipe:////./", "npipe://./", StringComparison.Ordinal), UriKind.Absolute, out var address)
            && address.Scheme is "unix" or "npipe" or "tcp" or "http" or "https" or "ssh";
        return known ? address : null;
    }
}
