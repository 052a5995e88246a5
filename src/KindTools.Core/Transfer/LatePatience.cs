namespace KindTools.Core.Transfer;

/// <summary>
/// Is cancelled a while after another token is. What a node is asked to do is awaited for a moment also after Ctrl+C: were
/// it given up at once, the node might do it after it was told that the transfer is over.
/// </summary>
internal sealed class LatePatience : IDisposable
{
    /// <summary>How long what has to be put in order may take after Ctrl+C: nobody waits longer.</summary>
    public static readonly TimeSpan HasteTime = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _late = new();
    private readonly CancellationTokenRegistration _registration;

    public LatePatience(CancellationToken cancellationToken) =>
        _registration = cancellationToken.Register(() => _late.CancelAfter(HasteTime));

    public CancellationToken Token => _late.Token;

    public void Dispose()
    {
        _registration.Dispose();
        _late.Dispose();
    }
}
