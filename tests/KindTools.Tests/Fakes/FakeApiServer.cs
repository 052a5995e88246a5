using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace KindTools.Tests.Fakes;

/// <summary>Something that answers as an API server would, one answer a connection, so that a test can break any of them.</summary>
internal sealed class FakeApiServer : IDisposable
{
    private const string Version = """{"major":"1","minor":"34","gitVersion":"v1.34.0"}""";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2? _certificate;
    private readonly Lock _gate = new();
    private readonly List<string> _requests = [];
    private readonly List<string> _heads = [];
    private readonly List<string> _bodies = [];
    private readonly Func<string, int, FakeAnswer> _answer;

    /// <summary>Begins to listen.</summary>
    /// <param name="answer">
    /// What it answers to the path of a request, with the method before it where that is not GET, of which this is the how
    /// manieth beside those for the version; the first is 0.
    /// </param>
    /// <param name="tls">Whether it has a certificate, which nobody vouches for.</param>
    public FakeApiServer(Func<string, int, FakeAnswer> answer, bool tls = false)
    {
        _answer = answer;
        _certificate = tls ? MakeCertificate() : null;
        _listener.Start();
        _ = ServeAsync();
    }

    public string Address => $"{(_certificate is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>The paths that were asked for beside the version, with their queries unescaped, and the method before them where it is not GET.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_gate) return [.. _requests];
        }
    }

    /// <summary>The heads of all requests.</summary>
    public IReadOnlyList<string> Heads
    {
        get
        {
            lock (_gate) return [.. _heads];
        }
    }

    /// <summary>The bodies of the requests that had one.</summary>
    public IReadOnlyList<string> Bodies
    {
        get
        {
            lock (_gate) return [.. _bodies];
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        _certificate?.Dispose();
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync();
                _ = AnswerAsync(socket);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(Socket socket)
    {
        try
        {
            using (socket)
            {
                await using Stream plain = new NetworkStream(socket);
                await using var stream = _certificate is null ? plain : await EncryptAsync(plain);
                using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
                var head = await reader.ReadLineAsync();
                if (head is null) return;

                var lines = new StringBuilder(head);
                var length = 0;
                while (await reader.ReadLineAsync() is { Length: > 0 } line)
                {
                    lines.Append('\n').Append(line);
                    if (line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)) length = int.Parse(line["Content-Length:".Length..], System.Globalization.CultureInfo.InvariantCulture);
                }

                var body = new char[length];
                if (length > 0) await reader.ReadBlockAsync(body);
                var path = Uri.UnescapeDataString(head.Split(' ')[1]);
                await SendAsync(stream, Choose(head.StartsWith("GET ", StringComparison.Ordinal) ? path : $"{head.Split(' ')[0]} {path}", lines.ToString(), new string(body)));
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
        {
            // The client has gone.
        }
    }

    private async Task<Stream> EncryptAsync(Stream plain)
    {
        var stream = new SslStream(plain);
        await stream.AuthenticateAsServerAsync(_certificate!);
        return stream;
    }

    private FakeAnswer Choose(string path, string head, string body)
    {
        int number;
        lock (_gate)
        {
            _heads.Add(head);
            if (path == "/version") return new FakeAnswer(Version);
            number = _requests.Count;
            _requests.Add(path);
            if (body.Length > 0) _bodies.Add(body);
        }

        return _answer(path, number);
    }

    private static async Task SendAsync(Stream stream, FakeAnswer answer)
    {
        var body = Encoding.UTF8.GetBytes(answer.Body);
        var head = $"HTTP/1.1 {answer.Status} Answer\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {body.Length + answer.Missing}\r\n{answer.Header}\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
        await stream.WriteAsync(body);
        await stream.FlushAsync();
    }
}
