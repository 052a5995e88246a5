namespace KindTools.Core.Transfer;

/// <summary>Is cancelled a while after another token is.</summary>
internal sealed class LatePatience : IDisposable
{
    private readonly CancellationTokenSource _late = new();
    private readonly CancellationTokenRegistration _registration;

    public LatePatience(TimeSpan delay, CancellationToken cancellationToken) =>
        _registration = cancellationToken.Register(() => _late.CancelAfter(delay));

    public CancellationToken Token => _late.Token;

    public void Dispose()
    {
        _registration.Dispose();
        _late.Dispose();
    }
}
