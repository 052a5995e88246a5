namespace KindTools.Core.Registry;

/// <summary>A blob on its way. One that is disposed of before it is complete is given up.</summary>
internal interface IBlobUpload : IAsyncDisposable
{
    /// <summary>Bytes taken so far.</summary>
    long Length { get; }

    /// <summary>Takes the next part; waits while the slowest node does.</summary>
    Task AppendAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken);

    /// <summary>Ends it; false when the content is not what the digest says.</summary>
    Task<bool> CompleteAsync(string digest, CancellationToken cancellationToken);
}
