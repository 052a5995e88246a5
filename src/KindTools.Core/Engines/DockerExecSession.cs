using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Docker.DotNet;

namespace KindTools.Core.Engines;

/// <summary>
/// A command started through the engine's API. Its output is read from the start, so that it never blocks on a full
/// pipe while we write its input.
/// </summary>
internal sealed class DockerExecSession : IExecSession
{
    private static readonly TimeSpan ExitPoll = TimeSpan.FromMilliseconds(10);

    private readonly DockerEngine _engine;
    private readonly string _id;
    private readonly MultiplexedStream _stream;
    private readonly bool _withInput;
    private readonly MemoryStream _output = new();
    private readonly MemoryStream _error = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _reading;

    /// <param name="engine">The engine.</param>
    /// <param name="id">The command's id there.</param>
    /// <param name="stream">The connection to it.</param>
    /// <param name="withInput">Whether its input is to be written.</param>
    /// <param name="output">Where its output goes; null to keep it for the result.</param>
    public DockerExecSession(DockerEngine engine, string id, MultiplexedStream stream, bool withInput, Stream? output = null)
    {
        _engine = engine;
        _id = id;
        _stream = stream;
        _withInput = withInput;
        _reading = _stream.CopyOutputToAsync(Stream.Null, output ?? _output, _error, _ended.Token);
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        if (!MemoryMarshal.TryGetArray(data, out var segment)) segment = new ArraySegment<byte>(data.ToArray());
        var writing = _stream.WriteAsync(segment.Array!, segment.Offset, segment.Count, cancellationToken);

        // The engine goes on taking input for a command that has ended, until its buffers are full, and then no more.
        if (!writing.IsCompleted) await Task.WhenAny(writing, _reading).ConfigureAwait(false);
        if (_reading.IsCompleted && !writing.IsCompleted) throw new IOException("The command ended before it had read everything.");

        await writing.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<ExecResult> CompleteAsync(CancellationToken cancellationToken)
    {
        await _engine.AskAsync(() => ReadToEndAsync(cancellationToken)).ConfigureAwait(false);

        // The output can end a moment before the engine has noted the exit code.
        long? exitCode;
        while ((exitCode = await _engine.FindExitCodeAsync(_id, cancellationToken).ConfigureAwait(false)) is null)
            await Task.Delay(ExitPoll, cancellationToken).ConfigureAwait(false);

        return new ExecResult(exitCode.Value, _output.ToArray(), Encoding.UTF8.GetString(_error.GetBuffer(), 0, (int)_error.Length).Trim());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ended.Cancel();
        _stream.Dispose();
        _ended.Dispose();

        // Nobody waits for what is left to read; that it breaks off is no news.
        _ = _reading.ContinueWith(task => task.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task<bool> ReadToEndAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_withInput) _stream.CloseWrite();
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // The command has ended by itself; what it said and its exit code are still to be had.
        }

        await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }
}
