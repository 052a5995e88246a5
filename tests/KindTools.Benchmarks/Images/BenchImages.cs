namespace KindTools.Benchmarks.Images;

/// <summary>
/// Images of four layers of which the last, 1 MB, changes with each build. Everything that benchmarks put into engine and
/// nodes is removed at the end, and what an earlier run that was killed left at the beginning.
/// </summary>
internal sealed class BenchImages : IDisposable
{
    /// <summary>What all names of the benchmarks begin with; also the label that tells their images.</summary>
    public const string Prefix = "kindtools-bench";

    private const string Namespace = "k8s.io";
    private const int LastLayerMegabytes = 1;

    private readonly Lab _lab;
    private int _builds;

    public BenchImages(Lab lab)
    {
        _lab = lab;
        RemoveAll();
    }

    /// <summary>Makes the layers that stay: a half, a third and a sixth of the image.</summary>
    public void BuildBase(int megabytes)
    {
        using var context = new TemporaryFolder();
        var (rest, content) = (megabytes - LastLayerMegabytes, new LayerContent(megabytes));
        content.Write(context["first"], rest / 2);
        content.Write(context["second"], rest / 3);
        content.Write(context["third"], rest - (rest / 2) - (rest / 3));
        Build(context, Base(megabytes), "FROM scratch", $"LABEL {Prefix}=1", "COPY first /first", "COPY second /second", "COPY third /third");
    }

    /// <summary>As after a change to the program: all layers as before but for the last.</summary>
    public void Rebuild(string name, int megabytes)
    {
        using var context = new TemporaryFolder();
        File.WriteAllBytes(context["last"], new LayerContent(HashCode.Combine(Environment.ProcessId, _builds++)).Bytes(LastLayerMegabytes));
        Build(context, name, $"FROM {Base(megabytes)}", "COPY last /last", "CMD [\"/last\"]");
    }

    /// <summary>Images, their content and snapshots.</summary>
    public void RemoveFromNodes()
    {
        // containerd's CRI plugin gives each image a second name, its id, which keeps the content when the first is gone.
        const string Script = $"""
            ctr --namespace {Namespace} images ls --quiet | while read -r name; do
              case $name in
                docker.io/{Prefix}/*) echo "$name" ;;
                sha256:*) ! ctr --namespace {Namespace} content get "$name" 2>/dev/null | grep -q '"{Prefix}"' || echo "$name" ;;
              esac
            done | xargs -r ctr --namespace {Namespace} images rm --sync
            """;
        foreach (var node in _lab.NodeNames()) _lab.OnNode(node, "sh", "-c", Script);
    }

    public void Dispose() => RemoveAll();

    private static string Base(int megabytes) => $"{Prefix}/base:{megabytes}";

    private void Build(TemporaryFolder context, string name, params string[] recipe)
    {
        File.WriteAllLines(context["Dockerfile"], recipe);
        _lab.Docker("build", "--quiet", "--tag", name, context.Path);
    }

    private void RemoveAll()
    {
        var names = _lab.Docker("images", "--filter", $"reference={Prefix}/*", "--format", "{{.Repository}}:{{.Tag}}").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (names.Length > 0) _lab.Docker(["rmi", "--force", .. names]);
        _lab.Docker("image", "prune", "--force", "--filter", $"label={Prefix}");
        RemoveFromNodes();
    }
}
