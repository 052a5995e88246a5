namespace KindTools.ModuleTests.Packaging;

/// <summary>Two packages of the same files, made in two folders at the same time.</summary>
public sealed class PackagePair : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kt-package-").FullName;

    public string First { get; private set; } = "";

    public string Second { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var packages = await Task.WhenAll(
            PackageBuild.MakeAsync(Path.Combine(_folder, "first")),
            PackageBuild.MakeAsync(Path.Combine(_folder, "second", "of a longer name")));
        (First, Second) = (packages[0], packages[1]);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
