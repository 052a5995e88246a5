using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace KindTools.Core.Registry;

/// <summary>
/// The little of HTTP/1.1 (RFC 9112) that an engine's push needs, over a socket: PowerShell carries no web server, and
/// <see cref="System.Net.HttpListener"/> leaves a client that tries TLS first without the plain answer it waits for.
/// </summary>
internal sealed class HttpConnection(Stream stream)
{
    private const int LongestHead = 64 * 1024;
    private const byte TlsHandshake = 0x16;

    private readonly PipeReader _reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 128 * 1024, minimumReadSize: 32 * 1024));

    /// <summary>The next request; null when the client has closed, or speaks something else.</summary>
    public async Task<HttpRequest?> ReadRequestAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = read.Buffer;
            if (!buffer.IsEmpty && buffer.FirstSpan[0] == TlsHandshake)
            {
                // Engines fall back to plain HTTP only when the answer to their handshake is HTTP.
                _reader.AdvanceTo(buffer.End);
                await RespondAsync(400, [], cancellationToken).ConfigureAwait(false);
                return null;
            }

            if (Head(buffer) is { } end)
            {
                var text = Encoding.ASCII.GetString(buffer.Slice(0, end));
                _reader.AdvanceTo(buffer.GetPosition(4, end));
                return Parse(text);
            }

            if (read.IsCompleted || buffer.Length > LongestHead) return null;
            _reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    /// <summary>Reads a request's body, part by part.</summary>
    public async Task ReadBodyAsync(HttpRequest request, Func<ReadOnlyMemory<byte>, Task> take, CancellationToken cancellationToken)
    {
        if (request.ExpectsContinue) await WriteAsync("HTTP/1.1 100 Continue\r\n\r\n", cancellationToken).ConfigureAwait(false);
        if (request.Length is { } length)
        {
            await ReadPartAsync(length, take, cancellationToken).ConfigureAwait(false);
            return;
        }

        while (true)
        {
            var line = await ReadLineAsync(cancellationToken).ConfigureAwait(false);
            var size = long.Parse(line.Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (size < 0) throw new IOException($"'{line}' is no length of a chunk.");
            if (size > 0) await ReadPartAsync(size, take, cancellationToken).ConfigureAwait(false);
            await ReadLineAsync(cancellationToken).ConfigureAwait(false);
            if (size == 0) return;
        }
    }

    /// <summary>Answers, without a body.</summary>
    public Task RespondAsync(int status, IReadOnlyList<(string Name, string Value)> headers, CancellationToken cancellationToken)
    {
        var head = new StringBuilder($"HTTP/1.1 {status.ToString(CultureInfo.InvariantCulture)} {Reason(status)}\r\nDocker-Distribution-Api-Version: registry/2.0\r\n");
        foreach (var (name, value) in headers) head.Append(name).Append(": ").Append(value).Append("\r\n");
        if (!headers.Any(header => header.Name == "Content-Length")) head.Append("Content-Length: 0\r\n");
        return WriteAsync(head.Append("\r\n").ToString(), cancellationToken);
    }

    private static SequencePosition? Head(ReadOnlySequence<byte> buffer)
    {
        var reader = new SequenceReader<byte>(buffer);
        return reader.TryReadTo(out ReadOnlySequence<byte> head, "\r\n\r\n"u8) ? head.End : null;
    }

    private static HttpRequest Parse(string head)
    {
        var lines = head.Split("\r\n");
        var start = lines[0].Split(' ');
        if (start.Length != 3) throw new IOException($"'{lines[0]}' is no HTTP request.");

        var headers = lines.Skip(1).Select(line => line.Split(':', 2)).Where(pair => pair.Length == 2)
            .ToLookup(pair => pair[0].Trim(), pair => pair[1].Trim(), StringComparer.OrdinalIgnoreCase);
        var target = start[1].Split('?', 2);
        var query = (target.ElementAtOrDefault(1) ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair.ElementAtOrDefault(1) ?? ""));
        var chunked = headers["Transfer-Encoding"].Any(value => value.EndsWith("chunked", StringComparison.OrdinalIgnoreCase));
        var length = headers["Content-Length"].Select(value => long.Parse(value, CultureInfo.InvariantCulture)).FirstOrDefault();
        return new HttpRequest(start[0], target[0], query, chunked ? null : length, headers["Expect"].Any());
    }

    private async Task ReadPartAsync(long length, Func<ReadOnlyMemory<byte>, Task> take, CancellationToken cancellationToken)
    {
        while (length > 0)
        {
            var read = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (read.Buffer.IsEmpty && read.IsCompleted) throw new EndOfStreamException("The engine closed the connection in the middle of a blob.");

            var part = read.Buffer.Slice(0, Math.Min(length, read.Buffer.Length));
            foreach (var memory in part) await take(memory).ConfigureAwait(false);
            length -= part.Length;
            _reader.AdvanceTo(part.End);
        }
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Encoding.ASCII.GetString(read.Buffer.Slice(0, end)).TrimEnd('\r');
                _reader.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line;
            }

            if (read.IsCompleted || read.Buffer.Length > LongestHead) throw new EndOfStreamException("The engine closed the connection in the middle of a blob.");
            _reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private async Task WriteAsync(string text, CancellationToken cancellationToken) =>
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text), cancellationToken).ConfigureAwait(false);

    private static string Reason(int status) => status switch
    {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        400 => "Bad Request",
        404 => "Not Found",
        405 => "Method Not Allowed",
        _ => "Status",
    };
}
