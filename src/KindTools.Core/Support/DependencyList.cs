using System.Diagnostics;

namespace KindTools.Core.Support;

/// <summary>The libraries beside this one: what is really there, whatever a package once listed.</summary>
internal static class DependencyList
{
    public static IReadOnlyList<string> Read()
    {
        var folder = Path.GetDirectoryName(typeof(DependencyList).Assembly.Location);
        if (string.IsNullOrEmpty(folder)) return [];

        return
        [
            .. Directory.EnumerateFiles(folder, "*.dll")
                .Where(file => !Path.GetFileName(file).StartsWith("KindTools.", StringComparison.Ordinal))
                .Order(StringComparer.OrdinalIgnoreCase)
                .Select(file => $"{Path.GetFileNameWithoutExtension(file)} {Version(file)}"),
        ];
    }

    /// <summary>The package's version; behind a plus sign some add the commit.</summary>
    private static string Version(string file) => FileVersionInfo.GetVersionInfo(file).ProductVersion?.Split('+')[0] ?? "of unknown version";
}
