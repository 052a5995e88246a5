namespace KindTools.Core.Store;

/// <summary>
/// A file that is written under another name beside its own, and gets its own when it is kept. Otherwise nothing is left
/// of it, and what was there before stays.
/// </summary>
internal sealed class ArchiveTarget : Stream
{
    private readonly string _path;
    private readonly bool _replace;
    private readonly FileStream _file;
    private bool _kept;

    private ArchiveTarget(string path, bool replace, FileStream file)
    {
        _path = path;
        _replace = replace;
        _file = file;
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _file.Length;

    public override long Position
    {
        get => _file.Position;
        set => throw new NotSupportedException();
    }

    /// <summary>Fails where a file must not be replaced, before anything is done.</summary>
    public static void Require(string path, bool force)
    {
        if (Directory.Exists(path))
            throw new KindToolsException("FileNotWritable", FailureCategory.WriteError, $"'{path}' is a folder. Name a file in it.", path);
        if (!force && File.Exists(path))
            throw new KindToolsException("FileExists", FailureCategory.InvalidArgument, $"The file '{path}' is there already. -Force replaces it.", path);
    }

    public static ArchiveTarget Create(string path, bool force)
    {
        Require(path, force);
        return new ArchiveTarget(path, force, Try(path, () =>
            new FileStream(Path.Combine(Path.GetDirectoryName(path) ?? "", $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.partial"), FileMode.CreateNew, FileAccess.Write)));
    }

    /// <summary>The file is whole.</summary>
    public void Keep()
    {
        Try(_path, () =>
        {
            _file.Dispose();
            File.Move(_file.Name, _path, _replace);
            return true;
        });
        _kept = true;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await _file.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw NotWritable(_path, exception);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => Try(_path, () =>
    {
        _file.Flush();
        return true;
    });

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_kept)
        {
            try
            {
                _file.Dispose();
            }
            catch (IOException)
            {
                // What could not be written to the end goes all the same.
            }

            File.Delete(_file.Name);
        }

        base.Dispose(disposing);
    }

    private static T Try<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(path, exception);
        }
    }

    private static KindToolsException NotWritable(string path, Exception exception) => new(
        "FileNotWritable", FailureCategory.WriteError, $"The archive '{path}' cannot be written: {exception.Message}", path, exception);
}
