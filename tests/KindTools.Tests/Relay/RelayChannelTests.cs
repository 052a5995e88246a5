using KindTools.Core.Engines;
using KindTools.Core.Relay;

namespace KindTools.Tests.Relay;

/// <summary>The channel does not believe a relay everything.</summary>
public class RelayChannelTests
{
    private static readonly byte[] Listening = [(byte)'L', 0, 0, 0, 0, 0, 0, 0x13, 0x88];
    private static readonly byte[] Opened = [(byte)'O', 0, 0, 0, 7, 0, 0, 0, 0];
    private static readonly byte[] Ended = [(byte)'E', 0, 0, 0, 7, 0, 0, 0, 0];

    [Fact]
    public void Heads_are_big_endian()
    {
        var frame = RelayFrame.Read(Listening);

        Assert.Equal(new RelayFrame(RelayFrameKind.Listening, 0, 5000), frame);
        Assert.Equal(Listening, frame.ToBytes());
        Assert.Equal([(byte)'D', 0, 1, 0, 0, 0, 0, 0, 2, 8, 9], new RelayFrame(RelayFrameKind.Data, 65536, 2).ToBytes([8, 9]));
    }

    [Fact]
    public async Task Frames_are_read_in_whatever_pieces_they_come()
    {
        var streams = new List<Stream>();
        using var channel = new RelayChannel(new Scripted(1, [.. Opened, .. Data(3), .. Ended]));

        await channel.RunAsync(streams.Add, Token);

        var heard = new byte[3];
        await Assert.Single(streams).ReadExactlyAsync(heard, Token);
        Assert.Equal([0, 1, 2], heard);
    }

    public static TheoryData<string, byte[]> Mistakes => new()
    {
        { "more than there is room for", [.. Opened, .. Data(RelayConnection.Window), .. Data(1)] },
        { "a kind that there is not", [.. Opened, (byte)'X', 0, 0, 0, 7, 0, 0, 0, 0] },
        { "in the middle of a frame", [.. Opened, .. Data(3)[..^1]] },
        { "in the middle of a frame (its head)", Opened[..4] },
        { "a negative length", [.. Opened, (byte)'D', 0, 0, 0, 7, 0xFF, 0xFF, 0xFF, 0xFF] },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_relay_that_makes_no_sense_is_left(string mistake, byte[] output)
    {
        var streams = new List<Stream>();
        using var channel = new RelayChannel(new Scripted(output.Length, output));

        var failure = await Record.ExceptionAsync(() => channel.RunAsync(streams.Add, Token));

        Assert.True(failure is IOException or InvalidDataException, mistake);
        foreach (var stream in streams) await Assert.ThrowsAsync<IOException>(() => stream.CopyToAsync(Stream.Null, Token));
    }

    [Fact]
    public async Task A_relay_that_ends_instead_of_listening_is_none()
    {
        using var silent = new RelayChannel(new Scripted(100, []));
        using var listening = new RelayChannel(new Scripted(100, Listening));

        await Assert.ThrowsAsync<EndOfStreamException>(() => silent.WaitUntilListeningAsync(Token));
        await listening.WaitUntilListeningAsync(Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static byte[] Data(int length) =>
        new RelayFrame(RelayFrameKind.Data, 7, length).ToBytes([.. Enumerable.Range(0, length).Select(number => (byte)number)]);

    /// <summary>A relay that says what it is told to, in pieces, and ends.</summary>
    private sealed class Scripted(int piece, byte[] output) : IAttachedContainer
    {
        private readonly MemoryStream _output = new(output);

        public int HostPort => 0;

        public string Error => "";

        public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
            _output.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);

        public ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
