using System.Diagnostics;
using System.Globalization;
using KindTools.Core.Engines;
using KindTools.Core.Relay;

namespace KindTools.Tests.Relay;

/// <summary>The relay's script as it is, run by the machine's own perl instead of one in a container.</summary>
internal sealed class PerlRelay : IAttachedContainer
{
    private readonly Process _process;

    private PerlRelay(Process process) => _process = process;

    public int HostPort => throw new NotSupportedException("The script says where it listens.");

    public string Error => "";

    public bool HasEnded => _process.HasExited;

    /// <summary>Starts it on any port that is free.</summary>
    public static PerlRelay Start(int connections)
    {
        using var stream = typeof(RelayChannel).Assembly.GetManifestResourceStream("KindTools.Core.Relay.relay.pl")!;
        using var reader = new StreamReader(stream);
        string[] numbers = ["0", Text(RelayConnection.Window), Text(connections)];
        var start = new ProcessStartInfo("perl", ["-e", reader.ReadToEnd(), .. numbers]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        return new PerlRelay(Process.Start(start)!);
    }

    /// <summary>Where its first frame says that it listens.</summary>
    public async Task<int> ReadPortAsync(CancellationToken cancellationToken)
    {
        var head = new byte[RelayFrame.HeadLength];
        await _process.StandardOutput.BaseStream.ReadExactlyAsync(head, cancellationToken);
        var frame = RelayFrame.Read(head);
        Assert.Equal(RelayFrameKind.Listening, frame.Kind);
        return frame.Value;
    }

    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        _process.StandardOutput.BaseStream.ReadAsync(buffer, cancellationToken);

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        await _process.StandardInput.BaseStream.WriteAsync(data, cancellationToken);
        await _process.StandardInput.BaseStream.FlushAsync(cancellationToken);
    }

    /// <summary>What the engine does when the process that it belongs to is gone.</summary>
    public Task EndInputAsync(CancellationToken cancellationToken)
    {
        _process.StandardInput.Close();
        return _process.WaitForExitAsync(cancellationToken);
    }

    public void Kill() => _process.Kill();

    public ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
