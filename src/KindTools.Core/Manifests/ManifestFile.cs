using System.Text;

namespace KindTools.Core.Manifests;

/// <summary>A file that is read exactly, so that it can be written back with all its bytes but those that were changed.</summary>
internal sealed class ManifestFile
{
    // Those that StreamReader knows by their marks, which Test-PodPullPolicy reads with; the longer mark first.
    private static readonly Encoding[] Marked =
    [
        new UTF32Encoding(bigEndian: false, byteOrderMark: true, throwOnInvalidCharacters: true),
        new UTF32Encoding(bigEndian: true, byteOrderMark: true, throwOnInvalidCharacters: true),
        new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true),
        new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
        new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
    ];

    private static readonly UTF8Encoding Unmarked = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _path;
    private readonly byte[] _bytes;
    private readonly Encoding _encoding;

    private ManifestFile(string path, byte[] bytes, Encoding encoding, string text) =>
        (_path, _bytes, _encoding, Text) = (path, bytes, encoding, text);

    /// <summary>What it says, without its byte order mark.</summary>
    public string Text { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="KindToolsException">It cannot be read, or not exactly.</exception>
    public static async Task<ManifestFile> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
            var encoding = Marked.FirstOrDefault(candidate => bytes.AsSpan().StartsWith(candidate.Preamble)) ?? Unmarked;
            return new ManifestFile(path, bytes, encoding, encoding.GetString(bytes.AsSpan(encoding.Preamble.Length)));
        }
        catch (DecoderFallbackException exception)
        {
            throw ManifestErrors.EncodingUnknown(path, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw ManifestErrors.NotReadable(path, exception);
        }
    }

    /// <summary>
    /// Replaces what the file says: whoever reads it finds the old text or the new one, never a part. It keeps its
    /// encoding and its mode, and a link stays a link.
    /// </summary>
    /// <exception cref="KindToolsException">It cannot be written, or somebody else has changed it.</exception>
    public async Task ReplaceAsync(string text, CancellationToken cancellationToken)
    {
        string? temporary = null;
        try
        {
            var target = File.ResolveLinkTarget(_path, returnFinalTarget: true)?.FullName ?? _path;
            AssertWritable(target);
            temporary = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}");
            await WriteAsync(temporary, target, text, cancellationToken).ConfigureAwait(false);

            var current = await File.ReadAllBytesAsync(target, cancellationToken).ConfigureAwait(false);
            if (!current.AsSpan().SequenceEqual(_bytes)) throw RepairErrors.ChangedMeanwhile(_path);
            if (OperatingSystem.IsWindows()) File.Replace(temporary, target, destinationBackupFileName: null);
            else File.Move(temporary, target, overwrite: true);
            temporary = null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw RepairErrors.NotWritable(_path, exception);
        }
        finally
        {
            if (temporary is not null) File.Delete(temporary);
        }
    }

    // The folder alone decides whether a file can be replaced; a file that is read-only is meant to stay as it is.
    private static void AssertWritable(string path)
    {
        using var _ = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
    }

    private async Task WriteAsync(string path, string like, string text, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = File.GetUnixFileMode(like);
        var stream = new FileStream(path, options);
        await using (stream.ConfigureAwait(false))
        {
            await stream.WriteAsync(_encoding.GetPreamble(), cancellationToken).ConfigureAwait(false);
            await stream.WriteAsync(_encoding.GetBytes(text), cancellationToken).ConfigureAwait(false);
            stream.Flush(flushToDisk: true);
        }

        // What is given at creation is cut by the process's mask.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, File.GetUnixFileMode(like));
    }
}
