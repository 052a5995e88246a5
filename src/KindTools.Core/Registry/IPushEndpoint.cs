namespace KindTools.Core.Registry;

/// <summary>A registry for the time of one import. Disposing of it closes it.</summary>
internal interface IPushEndpoint : IAsyncDisposable
{
    /// <summary>What to push to, as the engine sees it: host, port and path.</summary>
    string Repository { get; }

    /// <summary>Whether anybody has connected.</summary>
    bool WasReached { get; }
}
