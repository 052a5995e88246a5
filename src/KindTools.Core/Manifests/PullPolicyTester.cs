using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace KindTools.Core.Manifests;

/// <summary>
/// Tells for every container in manifests whether it will use the image on the node. What cannot be read is told to
/// a log, and the rest goes on.
/// </summary>
public sealed class PullPolicyTester
{
    private const int ProgressId = 1;
    private static readonly TimeSpan ProgressDelay = TimeSpan.FromSeconds(1);

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
        var started = Stopwatch.GetTimestamp();
        for (var index = 0; index < files.Count; index++)
        {
            if (Stopwatch.GetElapsedTime(started) > ProgressDelay) Report(files, index, log);

            // By hand, because nothing can be yielded from within a try block that catches.
            var results = TestFileAsync(_text with { File = files[index], Transforms = kustomizations.For(files[index]) }, log, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using (results.ConfigureAwait(false))
            {
                while (await TryMoveNextAsync(results, files[index], log).ConfigureAwait(false)) yield return Noted(results.Current);
            }
        }

        if (Stopwatch.GetElapsedTime(started) > ProgressDelay) Report(files, files.Count, log);
    }

    /// <summary>Whether a piece of text from the pipeline may complete a document, or else only adds to one.</summary>
    public bool MayEndDocument(string piece) =>
        piece.StartsWith(DocumentSplitter.Marker, StringComparison.Ordinal) || piece.Contains('\n', StringComparison.Ordinal) || ManifestFolder.IsNameOfFile(piece, _currentFolder);

    /// <summary>
    /// Tests a piece of text from the pipeline: a whole text when it has a line break in it, else one line of a text
    /// that comes line by line, as from a native command. Answers as soon as a document is complete.
    /// </summary>
    public IEnumerable<PullPolicyResult> TestText(string piece, IActivityLog log)
    {
        ArgumentNullException.ThrowIfNull(piece);

        if (piece.Contains('\n', StringComparison.Ordinal)) return [.. CompleteText(log), .. TestWhole(piece, log)];
        if (ManifestFolder.IsNameOfFile(piece, _currentFolder))
        {
            Fail(ManifestErrors.PathAsText(piece), log);
            return [];
        }

        _lines ??= new ManifestScanner(_text);
        return Note(_lines, _lines.Add(piece + "\n", log));
    }

    /// <summary>Ends the text that came line by line.</summary>
    public IEnumerable<PullPolicyResult> CompleteText(IActivityLog log)
    {
        if (_lines is null) return [];

        var results = Note(_lines, _lines.Complete(log));
        _lines = null;
        return results;
    }

    private List<PullPolicyResult> TestWhole(string text, IActivityLog log)
    {
        var scanner = new ManifestScanner(_text);
        return Note(scanner, scanner.ReadWhole(text, log));
    }

    private async IAsyncEnumerable<PullPolicyResult> TestFileAsync(ManifestContext context, IActivityLog log, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var scanner = new ManifestScanner(context);
        using var text = new StreamReader(context.File!);
        var lines = new LineReader(text);
        ReadOnlyMemory<char> line;
        do
        {
            line = await lines.ReadAsync(cancellationToken).ConfigureAwait(false);
            foreach (var container in line.IsEmpty ? scanner.Complete(log) : scanner.Add(line.Span, log))
                yield return PullPolicyReport.Describe(container, context);
        }
        while (!line.IsEmpty);

        if (scanner.HasFailed) AllUseNodeImage = false;
        else if (!scanner.HasObjects) log.Verbose($"'{context.File}' holds no Kubernetes object.");
    }

    private async ValueTask<bool> TryMoveNextAsync(IAsyncEnumerator<PullPolicyResult> results, string file, IActivityLog log)
    {
        try
        {
            return await results.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Fail(ManifestErrors.NotReadable(file, exception), log);
            return false;
        }
    }

    private static void Report(IReadOnlyList<string> files, int done, IActivityLog log) => log.Progress(new ActivityProgress
    {
        Id = ProgressId,
        Activity = "Testing manifests",
        Status = done < files.Count ? files[done] : "Done",
        PercentComplete = done * 100 / files.Count,
        Completed = done == files.Count,
    });

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
