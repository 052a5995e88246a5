namespace KindTools.Console.Session;

/// <summary>Finds the module to preload.</summary>
internal static class ModuleFinder
{
    private const string ManifestName = "KindTools.psd1";

    /// <summary>
    /// The manifest in the nearest folder above the console: the repository it was built in, or the folder it was
    /// installed with. <c>KINDTOOLS_MODULE</c> says otherwise.
    /// </summary>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable("KINDTOOLS_MODULE") is { Length: > 0 } path)
            return Directory.Exists(path) ? Path.Combine(path, ManifestName) : Path.GetFullPath(path);

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
        {
            var manifest = Path.Combine(folder.FullName, ManifestName);
            if (File.Exists(manifest)) return manifest;
        }

        return null;
    }
}
