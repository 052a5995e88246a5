using System.Diagnostics;

namespace KindTools.LabTests;

/// <summary>
/// A running lab (tests/lab/README.md), or where none is up the user's own kind cluster. KINDTOOLS_LAB may name the labs
/// to use, which else are all that are up: <c>mine</c>, or <c>required,ci-classic,ci-story</c>.
/// </summary>
internal sealed partial class Lab
{
    private const string StateFolder = "/run/kindtools-lab";
    private const string Required = "required";
    internal const string BaseImage = "kindtools-lab/base:1";

    private readonly IReadOnlyDictionary<string, string> _settings;
    private IReadOnlyList<string>? _nodeNames;

    private Lab(IReadOnlyDictionary<string, string> settings) => _settings = settings;

    public string Name => _settings["NAME"];

    /// <summary><c>classic</c>, <c>containerd</c> or <c>legacy</c>.</summary>
    public string Engine => _settings["ENGINE"];

    public string Cluster => _settings["KIND_CLUSTER_NAME"];

    public int NodeCount => int.Parse(_settings["NODES"], System.Globalization.CultureInfo.InvariantCulture);

    public bool HasKubernetes => _settings["KUBERNETES"] == "true";

    /// <summary>The engine cannot reach a port of this process.</summary>
    public bool IsRemote => _settings.GetValueOrDefault("REMOTE") == "true";

    public string ContainerdVersion => _settings["CONTAINERD"];

    public string Kubeconfig => _settings["KUBECONFIG"];

    public string DockerHost => _settings["DOCKER_HOST"];

    /// <summary>False for the user's own cluster, whose nodes are not stopped for a test.</summary>
    public bool IsDisposable => _settings["TOOLS"].Length > 0;

    /// <summary>Points the module, which looks for the engine as Docker's CLI does, at this lab.</summary>
    public Module OpenModule()
    {
        Environment.SetEnvironmentVariable("DOCKER_HOST", DockerHost);
        Environment.SetEnvironmentVariable("KIND_CLUSTER_NAME", Cluster);
        Environment.SetEnvironmentVariable("KUBECONFIG", Kubeconfig);
        return new Module();
    }

    /// <summary>Runs one of the lab's tools: docker, kind or kubectl.</summary>
    public string Run(string tool, params string[] arguments) => Run(tool, input: null, arguments);

    /// <summary>Runs one of the lab's tools with something on its standard input.</summary>
    public string Run(string tool, byte[]? input, params string[] arguments)
    {
        var start = new ProcessStartInfo(ToolPath(tool), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Configure(start);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (input is not null) process.StandardInput.BaseStream.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output.Result.TrimEnd()
            : throw new InvalidOperationException($"{tool} {string.Join(' ', arguments)} ended with {process.ExitCode}: {error.Result}{output.Result}");
    }

    /// <summary>Has a process use this lab and its tools.</summary>
    public void Configure(ProcessStartInfo start)
    {
        if (DockerHost.Length > 0) start.Environment["DOCKER_HOST"] = DockerHost;
        if (Kubeconfig.Length > 0) start.Environment["KUBECONFIG"] = Kubeconfig;
        start.Environment["KIND_CLUSTER_NAME"] = Cluster;
        start.Environment["DOCKER_BUILDKIT"] = "0"; // BuildKit needs a client plugin that Debian's packages do not have.
        start.Environment["PATH"] = _settings["TOOLS"] + ":" + Environment.GetEnvironmentVariable("PATH");
    }

    /// <summary>Where one of the lab's tools lies.</summary>
    public string ToolPath(string tool) => Path.Combine(_settings["TOOLS"], tool);

    public string Docker(params string[] arguments) => Run("docker", arguments);

    /// <summary>They stay the same as long as the lab is up.</summary>
    public IReadOnlyList<string> NodeNames() => _nodeNames ??=
        Docker("ps", "--all", "--filter", $"label=io.x-k8s.kind.cluster={Cluster}", "--format", "{{.Names}}").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public string OnNode(string node, params string[] command) => Docker(["exec", node, .. command]);

    /// <summary>Makes an image of the lab's base and one layer a file, in order; the same content gives the same layers.</summary>
    public void Build(string name, params (string File, byte[] Content)[] layers)
    {
        using var context = new TemporaryFolder();
        var recipe = new List<string> { $"FROM {BaseImage}" };
        foreach (var (file, content) in layers)
        {
            File.WriteAllBytes(context[file], content);
            File.SetLastWriteTimeUtc(context[file], DateTime.UnixEpoch);
            recipe.Add($"COPY {file} /{file}");
        }

        File.WriteAllLines(context["Dockerfile"], recipe);
        Docker("build", "--quiet", "--tag", name, context.Path);
    }

    /// <summary>Kills the engine with all that runs in it, and starts it and the nodes again.</summary>
    public void Restart()
    {
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(Module.Root, "tests", "lab", "lab"), ["restart", "--name", Name]) { RedirectStandardError = true })!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException(said);
    }

    /// <summary>Images that tests made, in the engine and on the nodes.</summary>
    public void RemoveTestImages()
    {
        var names = Docker("images", "--filter", "reference=kindtools-test/*", "--format", "{{.Repository}}:{{.Tag}}").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (names.Length > 0) Docker(["rmi", "--force", .. names]);
        Docker("image", "prune", "--force");
        Parallel.ForEach(NodeNames(), node =>
            OnNode(node, "sh", "-c", "ctr --namespace k8s.io images ls --quiet | grep -F docker.io/kindtools-test/ | xargs -r ctr --namespace k8s.io images rm"));
    }

    internal static IEnumerable<Lab> All()
    {
        var chosen = Wishes().Where(wish => wish != Required).ToList();
        var labs = Directory.Exists(StateFolder)
            ? Directory.EnumerateDirectories(StateFolder)
                .Select(folder => Path.Combine(folder, "lab.env"))
                .Where(File.Exists)
                .Order(StringComparer.Ordinal)
                .Select(file => new Lab(File.ReadLines(file).Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1])))
                .ToList()
            : [];
        if (labs.Count == 0 && UserCluster.Describe() is { } own) labs = [new Lab(own)];
        return labs.Where(lab => chosen.Count == 0 || chosen.Contains(lab.Name));
    }

    private static string[] Wishes() =>
        (Environment.GetEnvironmentVariable("KINDTOOLS_LAB") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
