namespace KindTools.Core.Manifests;

/// <summary>The files of a folder that may be manifests.</summary>
internal static class ManifestFolder
{
    private static readonly EnumerationOptions Options = new() { AttributesToSkip = FileAttributes.System };

    /// <summary>A file itself, or the manifests of a folder; what cannot be read is reported, and then the answer is null.</summary>
    public static IReadOnlyList<string>? FilesAt(string path, bool recurse, IActivityLog log)
    {
        try
        {
            if (File.Exists(path)) return [path];
            if (Directory.Exists(path)) return [.. Files(path, recurse)];

            log.Error(ManifestErrors.NotFound(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            log.Error(ManifestErrors.NotReadable(path, exception));
        }

        return null;
    }

    /// <summary>YAML and JSON files in the order of their names; what git ignores, its own folder and links to folders are left out.</summary>
    /// <exception cref="IOException">A folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder may not be read.</exception>
    public static IEnumerable<string> Files(string folder, bool recurse) =>
        Files(new DirectoryInfo(folder), recurse, IgnoreRules.In(Path.GetFullPath(folder)));

    private static IEnumerable<string> Files(DirectoryInfo directory, bool recurse, IgnoreRules? rules)
    {
        foreach (var file in directory.EnumerateFiles("*", Options).Where(IsManifest).OrderBy(file => file.Name, StringComparer.Ordinal))
            if (rules?.Ignores(file.FullName, isFolder: false) != true) yield return file.FullName;

        if (!recurse) yield break;

        foreach (var child in directory.EnumerateDirectories("*", Options).OrderBy(child => child.Name, StringComparer.Ordinal))
        {
            if (child.Name == ".git" || child.LinkTarget is not null || rules?.Ignores(child.FullName, isFolder: true) == true) continue;
            foreach (var file in Files(child, recurse: true, rules is null ? IgnoreRules.In(child.FullName) : rules.Enter(child.FullName))) yield return file;
        }
    }

    /// <summary>Whether a piece of text is no text but the name of a manifest. Only what ends like one is looked up.</summary>
    public static bool IsNameOfFile(string piece, string currentFolder) =>
        HasManifestExtension(piece) && File.Exists(Path.Combine(currentFolder, piece));

    private static bool IsManifest(FileInfo file) => HasManifestExtension(file.Name);

    private static bool HasManifestExtension(string name) =>
        Path.GetExtension(name.AsSpan()) is var extension
        && (extension.Equals(".yaml", StringComparison.OrdinalIgnoreCase)
            || extension.Equals(".yml", StringComparison.OrdinalIgnoreCase)
            || extension.Equals(".json", StringComparison.OrdinalIgnoreCase));
}
