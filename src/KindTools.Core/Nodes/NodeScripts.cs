namespace KindTools.Core.Nodes;

/// <summary>The shell scripts that run on nodes, from this assembly's resources.</summary>
internal static class NodeScripts
{
    public static string Describe { get; } = Read("describe.sh");

    public static string Images { get; } = Read("store.sh") + List + Read("images.sh");

    public static string State { get; } = Read("store.sh") + List + Read("blobs.sh") + Read("images.sh");

    public static string Import { get; } = Read("snapshotter.sh") + List + Read("import.sh") + Read("confirm.sh") + Read("store.sh") + Read("images.sh");

    public static string Tag { get; } = Read("snapshotter.sh") + List + Read("tag.sh") + Read("confirm.sh") + Read("store.sh") + Read("images.sh");

    public static string Ingest { get; } = Perl("ingest", "ingest.pl") + Read("ingest.sh");

    public static string Mend { get; } = Read("store.sh") + Read("mend.sh");

    public static string Release { get; } = Read("release.sh");

    public static string Abandon { get; } = Perl("abandon", "abandon.pl") + Read("abandon.sh") + Read("release.sh");

    public static string Usage { get; } = Read("usage.sh");

    public static string Remove { get; } = Read("remove.sh");

    public static string Contents { get; } = Read("store.sh") + Read("contents.sh");

    private static string List => Perl("list", "images.pl") + Read("list.sh");

    /// <summary>Puts a program of Perl into a variable of the shell.</summary>
    private static string Perl(string variable, string name) => $"{variable}=$(cat <<'PERL'\n{Read("grpc.pl")}{Read(name)}PERL\n)\n";

    private static string Read(string name)
    {
        using var stream = typeof(NodeScripts).Assembly.GetManifestResourceStream($"{typeof(NodeScripts).Namespace}.Scripts.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
