using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Threading.Channels;
using KindTools.Core.Relay;

namespace KindTools.Tests.Relay;

/// <summary>Both ends of a relay: the script in a real perl, sockets, and the channel that takes its frames apart.</summary>
public sealed class RelayTests : IAsyncLifetime
{
    private const int MostConnections = 3;

    private readonly CancellationTokenSource _ended = new();
    private readonly Channel<Stream> _accepted = Channel.CreateUnbounded<Stream>();
    private readonly List<Socket> _clients = [];
    private PerlRelay _relay = null!;
    private RelayChannel _channel = null!;
    private Task _running = Task.CompletedTask;
    private int _port;

    public async ValueTask InitializeAsync()
    {
        try
        {
            _relay = PerlRelay.Start(MostConnections);
        }
        catch (Win32Exception)
        {
            Assert.Skip("There is no perl on this machine; the nodes have it.");
        }

        _channel = new RelayChannel(_relay);
        _port = await _relay.ReadPortAsync(Token);
        _running = _channel.RunAsync(stream => _accepted.Writer.TryWrite(stream), _ended.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_relay is null) return;

        await _ended.CancelAsync();
        foreach (var client in _clients) client.Dispose();
        await _relay.DisposeAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _channel.Dispose();
        _ended.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(RelayConnection.Window)]
    [InlineData(5_000_000)]
    public async Task What_one_side_says_the_other_hears(int length)
    {
        var (client, server) = await ConnectAsync();
        var content = RandomNumberGenerator.GetBytes(length);

        var heard = HearAsync(server);
        await SayAsync(client, content);
        client.Shutdown(SocketShutdown.Send);
        Assert.Equal(content, await heard);

        // The client has ended its side only.
        var answered = HearAsync(client);
        await server.WriteAsync(content, Token);
        await server.DisposeAsync();
        Assert.Equal(content, await answered);
    }

    [Fact]
    public async Task Connections_share_the_relay()
    {
        var pairs = new[] { await ConnectAsync(), await ConnectAsync(), await ConnectAsync() };
        var contents = pairs.Select(_ => RandomNumberGenerator.GetBytes(3_000_000)).ToList();

        var heard = pairs.Select(pair => HearAsync(pair.Server)).ToList();
        await Task.WhenAll(pairs.Zip(contents, async (pair, content) =>
        {
            await SayAsync(pair.Client, content);
            pair.Client.Shutdown(SocketShutdown.Send);
        }));

        Assert.Equal(contents, await Task.WhenAll(heard));
    }

    [Fact]
    public async Task A_connection_that_nobody_reads_from_holds_up_no_other()
    {
        var (slow, unread) = await ConnectAsync();
        var (quick, read) = await ConnectAsync();
        var content = RandomNumberGenerator.GetBytes(20_000_000);
        var saying = SayAsync(slow, content);

        await SayAsync(quick, [1, 2, 3]);
        quick.Shutdown(SocketShutdown.Send);
        Assert.Equal([1, 2, 3], await HearAsync(read));

        Assert.False(saying.IsCompleted); // Neither here nor in the relay is room for all of it.
        var heard = HearAsync(unread);
        await saying;
        slow.Shutdown(SocketShutdown.Send);
        Assert.Equal(content, await heard);
    }

    [Fact]
    public async Task A_connection_that_does_not_read_holds_up_no_other()
    {
        var (deaf, talking) = await ConnectAsync();
        var (quick, answering) = await ConnectAsync();
        var content = RandomNumberGenerator.GetBytes(20_000_000);
        var saying = talking.WriteAsync(content, Token).AsTask();

        await answering.WriteAsync(new byte[] { 1, 2, 3 }, Token);
        await answering.DisposeAsync();
        Assert.Equal([1, 2, 3], await HearAsync(quick));

        Assert.False(saying.IsCompleted);
        var heard = HearAsync(deaf);
        await saying;
        await talking.DisposeAsync();
        Assert.Equal(content, await heard);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_broken_for_us_too()
    {
        var (client, server) = await ConnectAsync();

        client.LingerState = new LingerOption(enable: true, seconds: 0);
        client.Close();

        await Assert.ThrowsAsync<IOException>(() => HearAsync(server));
        await Assert.ThrowsAsync<IOException>(async () => await server.WriteAsync(new byte[1], Token));
    }

    [Fact]
    public async Task When_we_close_the_client_hears_it()
    {
        var (client, server) = await ConnectAsync();

        await server.DisposeAsync();

        Assert.Empty(await HearAsync(client));
    }

    [Fact]
    public async Task What_comes_after_we_closed_is_dropped()
    {
        var (client, server) = await ConnectAsync();
        await SayAsync(client, RandomNumberGenerator.GetBytes(RelayConnection.Window / 2));
        await server.DisposeAsync();

        var (next, heard) = await ConnectAsync();
        await SayAsync(next, [1]);
        next.Shutdown(SocketShutdown.Send);

        Assert.Equal([1], await HearAsync(heard));
    }

    [Fact]
    public async Task Connections_beyond_the_limit_wait_for_their_turn()
    {
        var (_, first) = await ConnectAsync();
        for (var number = 1; number < MostConnections; number++) await ConnectAsync();
        await DialAsync(IPAddress.Loopback);
        Assert.False(_accepted.Reader.TryRead(out _));

        await first.DisposeAsync();

        Assert.NotNull(await _accepted.Reader.ReadAsync(Token));
    }

    /// <summary>In a container only the gateway, by which the engine's machine comes, and the container itself are let in.</summary>
    [Fact]
    public async Task A_stranger_is_sent_away()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only here is all of 127.0.0.0/8 this machine.");
        var stranger = await DialAsync(IPAddress.Parse("127.0.0.2"));

        Assert.Empty(await HearAsync(stranger));
        await ConnectAsync();
        Assert.False(_accepted.Reader.TryRead(out _));
    }

    [Fact]
    public async Task It_ends_with_its_input()
    {
        await ConnectAsync();

        await _relay.EndInputAsync(Token);

        Assert.True(_relay.HasEnded);
        await _running;
    }

    [Fact]
    public async Task When_the_relay_is_gone_so_are_its_connections()
    {
        var (client, server) = await ConnectAsync();
        var hearing = HearAsync(server);

        _relay.Kill();

        await Assert.ThrowsAsync<IOException>(() => hearing);
        await _running;
        await server.DisposeAsync();
        client.Dispose();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task<(Socket Client, Stream Server)> ConnectAsync()
    {
        var client = await DialAsync(IPAddress.Loopback);
        return (client, await _accepted.Reader.ReadAsync(Token));
    }

    private async Task<Socket> DialAsync(IPAddress from)
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _clients.Add(client);
        client.Bind(new IPEndPoint(from, 0));
        await client.ConnectAsync(IPAddress.Loopback, _port, Token);
        return client;
    }

    private static async Task SayAsync(Socket client, byte[] content)
    {
        for (var sent = 0; sent < content.Length;) sent += await client.SendAsync(content.AsMemory(sent), Token);
    }

    /// <summary>A network stream would not be had of a socket that has said all.</summary>
    private static async Task<byte[]> HearAsync(Socket client)
    {
        var heard = new MemoryStream();
        var buffer = new byte[100_000];
        while (await client.ReceiveAsync(buffer, Token) is > 0 and var count) heard.Write(buffer, 0, count);
        return heard.ToArray();
    }

    private static async Task<byte[]> HearAsync(Stream stream)
    {
        var heard = new MemoryStream();
        await stream.CopyToAsync(heard, Token);
        return heard.ToArray();
    }
}
