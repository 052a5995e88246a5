using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Docker.DotNet.Handler.Abstractions;

namespace KindTools.Core.Engines;

/// <summary>
/// One connection to the engine of another machine: the standard input and output of a process <c>ssh</c>. Whether that
/// gets there shows only by an answer, so it is asked something before it counts as open.
/// </summary>
internal sealed class SshConnection : WriteClosableStream
{
    private const int LongestError = 4096;
    private const int LongestAnswer = 16384;
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    private readonly SshTarget _target;
    private readonly Process _process;
    private readonly Stream _input;
    private readonly Stream _output;
    private readonly StringBuilder _error = new();

    private SshConnection(SshTarget target, Process process)
    {
        _target = target;
        _process = process;
        _input = process.StandardInput.BaseStream;
        _output = process.StandardOutput.BaseStream;
        process.ErrorDataReceived += (_, line) => KeepError(line.Data);
        process.BeginErrorReadLine();
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanCloseWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Starts a process and waits until the engine answers through it.</summary>
    public static async Task<SshConnection> OpenAsync(SshTarget target, CancellationToken cancellationToken)
    {
        var connection = Start(target);
        try
        {
            return await connection.AnswersAsync(cancellationToken).ConfigureAwait(false)
                ? connection
                : throw await connection.FailureAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _output.ReadAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        _output.ReadAsync(buffer, offset, count, cancellationToken);

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => _output.Read(buffer, offset, count);

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => _input.WriteAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        _input.WriteAsync(buffer, offset, count, cancellationToken);

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => _input.Write(buffer, offset, count);

    /// <inheritdoc/>
    public override void Flush() => _input.Flush();

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => _input.FlushAsync(cancellationToken);

    /// <summary>Ends our half; dial-stdio passes that on, and what the engine still says is to be had.</summary>
    public override void CloseWrite() => _input.Dispose();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            ProcessTree.Kill(_process); // What it started itself is a ProxyCommand.
            _process.Dispose();
        }

        base.Dispose(disposing);
    }

    private static SshConnection Start(SshTarget target)
    {
        var start = new ProcessStartInfo(SshTarget.Program, target.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
        };
        try
        {
            return new SshConnection(target, Process.Start(start)!);
        }
        catch (Win32Exception exception)
        {
            throw new IOException(
                $"the program 'ssh' cannot be started ({exception.Message.TrimEnd('.')}). Install OpenSSH's client, or forward the engine's socket by other means and set DOCKER_HOST=unix://PATH.");
        }
    }

    /// <summary>Asks for the head of an answer, whatever it says.</summary>
    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        var answer = new List<byte>();
        var buffer = new byte[1];
        try
        {
            await _input.WriteAsync("HEAD /_ping HTTP/1.1\r\nHost: docker\r\n\r\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
            await _input.FlushAsync(cancellationToken).ConfigureAwait(false);
            while (answer.Count < LongestAnswer && await _output.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) > 0)
            {
                answer.Add(buffer[0]);
                if (answer is [.., (byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n']) return true;
            }
        }
        catch (IOException)
        {
            // It ended before it had read the question.
        }

        return false;
    }

    private void KeepError(string? line)
    {
        lock (_error)
        {
            if (line is not null && _error.Length + line.Length < LongestError) _error.Append(_error.Length > 0 ? " " : "").Append(line.Trim());
        }
    }

    private async Task<IOException> FailureAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Its end, and that of its standard error, come a moment after that of its output.
            await _process.WaitForExitAsync(cancellationToken).WaitAsync(LastWords, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // It lives on; what it has said so far must do.
        }

        string said;
        lock (_error) said = _error.Length > 0 ? _error.ToString() : "it said nothing";
        return new IOException($"ssh did not get to an engine: {said.TrimEnd('.')}. 'ssh {_target.Destination} docker version' must succeed without asking anything.");
    }
}
