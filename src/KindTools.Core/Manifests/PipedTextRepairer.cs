namespace KindTools.Core.Manifests;

/// <summary>Mends text from the pipeline and gives it back as it came: whole texts whole, lines as lines.</summary>
public sealed class PipedTextRepairer
{
    private readonly TextRepairer _repairer;
    private readonly string _currentFolder;
    private readonly ManifestContext _context;
    private readonly List<string> _lines = [];

    /// <summary>Creates the repairer.</summary>
    /// <param name="wish">How containers are to be mended.</param>
    /// <param name="currentFolder">The user's current folder, which need not be the process's.</param>
    /// <param name="podSpecPaths">Where else to look for pods.</param>
    public PipedTextRepairer(RepairWish wish, string currentFolder, params IReadOnlyList<PodSpecPath> podSpecPaths) =>
        (_repairer, _currentFolder, _context) = (new TextRepairer(wish), currentFolder, ManifestContext.Bare with { PodSpecPaths = podSpecPaths });

    /// <summary>Whether a piece of text is whole in itself, or else a line of a text that comes line by line.</summary>
    public bool IsWhole(string piece) => piece.Contains('\n', StringComparison.Ordinal) || ManifestFolder.IsNameOfFile(piece, _currentFolder);

    /// <summary>Takes a piece of text, and returns what is ready.</summary>
    public IEnumerable<string> Repair(string piece, IActivityLog log, CancellationToken cancellationToken)
    {
        if (!IsWhole(piece))
        {
            _lines.Add(piece);
            return [];
        }

        if (piece.Contains('\n', StringComparison.Ordinal)) return [.. Complete(log, cancellationToken), RepairText(piece, log, cancellationToken)];

        log.Error(ManifestErrors.PathAsText(piece));
        return [];
    }

    /// <summary>Ends the text that came line by line, and returns its lines.</summary>
    public IEnumerable<string> Complete(IActivityLog log, CancellationToken cancellationToken)
    {
        if (_lines.Count == 0) return [];

        var text = string.Join('\n', _lines);
        _lines.Clear();
        return RepairText(text, log, cancellationToken).Split('\n');
    }

    private string RepairText(string text, IActivityLog log, CancellationToken cancellationToken) =>
        _repairer.Repair(text, _context, _ => true, log, cancellationToken).Text;
}
