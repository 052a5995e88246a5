namespace KindTools.Core.Transfer;

/// <summary>How an engine's pushes get to this process, as far as the session knows.</summary>
internal enum PushRoute
{
    /// <summary>Straight to the endpoint on the loopback address.</summary>
    Direct,

    /// <summary>Through a relay beside the engine.</summary>
    Relay,

    /// <summary>Not at all.</summary>
    None,
}
