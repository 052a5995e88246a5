namespace KindTools.Core.Relay;

/// <summary>What a frame says, by the letter that it begins with.</summary>
internal enum RelayFrameKind : byte
{
    /// <summary>From the relay, once and first: it listens, on the port that is the value.</summary>
    Listening = (byte)'L',

    /// <summary>From the relay: somebody has connected.</summary>
    Opened = (byte)'O',

    /// <summary>Either way: as many bytes as the value says follow.</summary>
    Data = (byte)'D',

    /// <summary>
    /// Either way: data was taken. To the relay the value says how many bytes it may send more; from the relay, that the
    /// next part may come.
    /// </summary>
    Taken = (byte)'T',

    /// <summary>From the relay: the other side of the connection has said all it had to say, and still listens.</summary>
    Ended = (byte)'E',

    /// <summary>From the relay: the connection broke. To the relay: close it once all data is delivered.</summary>
    Closed = (byte)'C',
}
