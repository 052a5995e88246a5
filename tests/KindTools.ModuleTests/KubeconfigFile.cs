namespace KindTools.ModuleTests;

/// <summary>A kubeconfig whose context is that of the kind cluster p1.</summary>
internal sealed class KubeconfigFile : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kt-").FullName;

    /// <param name="server">The address of the API server.</param>
    /// <param name="user">The credentials, as they stand in YAML below <c>user:</c>, on one line.</param>
    public KubeconfigFile(string server, string user = "{token: any}")
    {
        Path = System.IO.Path.Combine(_folder, "config");
        File.WriteAllText(
            Path,
            $"""
            apiVersion: v1
            kind: Config
            current-context: kind-p1
            contexts:
            - name: kind-p1
              context: {"{cluster: kind-p1, user: kind-p1}"}
            clusters:
            - name: kind-p1
              cluster: {"{"}server: '{server}'{"}"}
            users:
            - name: kind-p1
              user: {user}
            """);
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
