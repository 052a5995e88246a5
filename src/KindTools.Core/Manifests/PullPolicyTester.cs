using System.Runtime.CompilerServices;

namespace KindTools.Core.Manifests;

/// <summary>
/// Tells for every container in manifests whether it will use the image on the node. What cannot be read is told to
/// a log, and the rest goes on.
/// </summary>
public sealed class PullPolicyTester
{
    private readonly string _currentFolder;
    private readonly ManifestContext _text;
    private ManifestScanner? _lines;

    /// <summary>Creates the tester.</summary>
    /// <param name="currentFolder">The user's current folder, which need not be the process's.</param>
    /// <param name="podSpecPaths">Where else to look for pods.</param>
    public PullPolicyTester(string currentFolder, params IReadOnlyList<PodSpecPath> podSpecPaths) =>
        (_currentFolder, _text) = (currentFolder, ManifestContext.Bare with { PodSpecPaths = podSpecPaths });

    /// <summary>True as long as every container uses the image on the node, and everything could be read.</summary>
    public bool AllUseNodeImage { get; private set; } = true;

    /// <summary>Tests a file, or the YAML and JSON files of a folder.</summary>
    /// <param name="path">A full path.</param>
    /// <param name="recurse">Also the folders in the folder.</param>
    /// <param name="log">Is told what cannot be read.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async IAsyncEnumerable<PullPolicyResult> TestPathAsync(
        string path,
        bool recurse,
        IActivityLog log,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (ManifestFolder.FilesAt(path, recurse, log) is not { } files)
        {
            AllUseNodeImage = false;
            yield break;
        }

        var kustomizations = new Kustomizations(files);
        var contexts = files.Select(file => kustomizations.Describe(_text, file));
        var progress = new FilesProgress(files, log);
        var (documents, hasObjects, hasFailed) = (0, false, false);
        await foreach (var piece in new FilesTest().JudgeAsync(contexts, cancellationToken).ConfigureAwait(false))
        {
            foreach (var result in piece.Results) yield return Noted(documents == 0 ? result : result with { Document = documents + result.Document });

            if (piece.Failure is not null) Fail(piece.Failure, log);
            (documents, hasObjects, hasFailed) = (documents + piece.Documents, hasObjects || piece.HasObjects, hasFailed || piece.Failure is not null);
            progress.Add(piece.Context.File!, piece.Bytes);
            if (!piece.IsEnd) continue;

            if (!hasObjects && !hasFailed) log.Verbose($"'{piece.Context.File}' holds no Kubernetes object.");
            (documents, hasObjects, hasFailed) = (0, false, false);
        }

        progress.Complete();
    }

    /// <summary>Whether a piece of text from the pipeline may complete a document, or else only adds to one.</summary>
    public bool MayEndDocument(string piece) =>
        piece.StartsWith(DocumentSplitter.Marker, StringComparison.Ordinal) || piece.Contains('\n', StringComparison.Ordinal) || ManifestFolder.IsNameOfFile(piece, _currentFolder);

    /// <summary>
    /// Tests a piece of text from the pipeline: a whole text when it has a line break in it, else one line of a text
    /// that comes line by line, as from a native command. Answers as soon as a document is complete.
    /// </summary>
    public IEnumerable<PullPolicyResult> TestText(string piece, IActivityLog log, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(piece);

        if (piece.Contains('\n', StringComparison.Ordinal)) return [.. CompleteText(log, cancellationToken), .. TestWhole(piece, log, cancellationToken)];
        if (ManifestFolder.IsNameOfFile(piece, _currentFolder))
        {
            Fail(ManifestErrors.PathAsText(piece), log);
            return [];
        }

        _lines ??= new ManifestScanner(_text);
        return Note(_lines, _lines.Add(piece + "\n", log, cancellationToken));
    }

    /// <summary>Ends the text that came line by line.</summary>
    public IEnumerable<PullPolicyResult> CompleteText(IActivityLog log, CancellationToken cancellationToken)
    {
        if (_lines is null) return [];

        var results = Note(_lines, _lines.Complete(log, cancellationToken));
        _lines = null;
        return results;
    }

    private List<PullPolicyResult> TestWhole(string text, IActivityLog log, CancellationToken cancellationToken)
    {
        var scanner = new ManifestScanner(_text);
        return Note(scanner, scanner.ReadWhole(text, log, cancellationToken));
    }

    private List<PullPolicyResult> Note(ManifestScanner scanner, IReadOnlyList<PodContainer> containers)
    {
        if (scanner.HasFailed) AllUseNodeImage = false;
        return [.. containers.Select(container => Noted(PullPolicyReport.Describe(container, _text)))];
    }

    private PullPolicyResult Noted(PullPolicyResult result)
    {
        if (result.Severity != FindingSeverity.Information) AllUseNodeImage = false;
        return result;
    }

    private void Fail(KindToolsException failure, IActivityLog log)
    {
        AllUseNodeImage = false;
        log.Error(failure);
    }
}
