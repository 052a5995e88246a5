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

    private readonly DockerClient _client;
    private readonly string _id;
    private readonly MultiplexedStream _stream;
    private readonly bool _withInput;
    private readonly MemoryStream _output = new();
    private readonly MemoryStream _error = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _reading;

    public DockerExecSession(DockerClient client, string id, MultiplexedStream stream, bool withInput)
    {
        _client = client;
        _id = id;
        _stream = stream;
        _withInput = withInput;
        _reading = _stream.CopyOutputToAsync(Stream.Null, _output, _error, _ended.Token);
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        if (!MemoryMarshal.TryGetArray(data, out var segment)) segment = new ArraySegment<byte>(data.ToArray());
        await _stream.WriteAsync(segment.Array!, segment.Offset, segment.Count, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<ExecResult> CompleteAsync(CancellationToken cancellationToken)
    {
        if (_withInput) _stream.CloseWrite();
        await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);

        // The output can end a moment before the engine has noted the exit code.
        var exec = await _client.Exec.InspectContainerExecAsync(_id, cancellationToken).ConfigureAwait(false);
        while (exec.Running)
        {
            await Task.Delay(ExitPoll, cancellationToken).ConfigureAwait(false);
            exec = await _client.Exec.InspectContainerExecAsync(_id, cancellationToken).ConfigureAwait(false);
        }

        return new ExecResult(exec.ExitCode ?? -1, _output.ToArray(), Encoding.UTF8.GetString(_error.GetBuffer(), 0, (int)_error.Length).Trim());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ended.Cancel();
        _stream.Dispose();
        _ended.Dispose();
    }
}
