using System.Text.RegularExpressions;

namespace KindTools.Console.Input;

/// <summary>
/// Commands typed before, kept in the user's data folder between sessions. A history that cannot be read or written is
/// an empty one, never an error. Kept out of the file: what begins with a blank, and what looks like a secret.
/// </summary>
internal sealed partial class History
{
    private const int MaximumEntries = 2000;
    private const int MaximumLength = 8 * 1024;

    private readonly List<string> _entries;
    private readonly string? _file;

    private History(List<string> entries, string? file) => (_entries, _file) = (entries, file);

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<string> Entries => _entries;

    public static History Load()
    {
        var folder = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        if (folder.Length == 0) return new History([], null);

        var file = Path.Combine(folder, "KindTools", "history.txt");
        try
        {
            return new History(Read(file), file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new History([], null);
        }
    }

    public void Add(string command)
    {
        if (_entries.Count > 0 && _entries[^1] == command) return;

        _entries.Add(command);
        if (_file is null || command.StartsWith(' ') || command.Length > MaximumLength || LooksSecret().IsMatch(command)) return;
        try
        {
            Append(_file, command);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A full disk or a home that is not ours: the command still runs, and is remembered until the end.
        }
    }

    private static List<string> Read(string file)
    {
        if (!File.Exists(file)) return [];

        // A line that ends with a backtick goes on, as in the history file of pwsh.
        var entries = new List<string>();
        var entry = "";
        var lines = File.ReadAllLines(file);
        foreach (var line in lines)
        {
            entry += line.EndsWith('`') ? line[..^1] + '\n' : line;
            if (line.EndsWith('`')) continue;
            if (entry.Length > 0) entries.Add(entry);
            entry = "";
        }

        if (entries.Count > MaximumEntries)
        {
            // Cut well below the limit, so that it is not done at every start.
            entries.RemoveRange(0, entries.Count - (MaximumEntries * 3 / 4));
            var temporary = file + "." + Environment.ProcessId;
            using (var writer = new StreamWriter(Open(temporary, FileMode.Create)))
            {
                foreach (var kept in entries) writer.Write(Encode(kept));
            }

            File.Move(temporary, file, overwrite: true);
        }

        return entries;
    }

    private static void Append(string file, string command)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using var writer = new StreamWriter(Open(file, FileMode.Append));
        writer.Write(Encode(command));
    }

    private static FileStream Open(string file, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        // Commands are nobody else's business.
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(file, options);
    }

    private static string Encode(string command) => command.ReplaceLineEndings("`\n") + "\n";

    [GeneratedRegex("password|passwd|secret|token|api_?key|asplaintext|authorization", RegexOptions.IgnoreCase)]
    private static partial Regex LooksSecret();
}
