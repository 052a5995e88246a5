namespace KindTools.Core.Engines;

/// <summary>What an engine's event is about, as far as KindTools follows them.</summary>
public enum EngineEventKind
{
    /// <summary>Events are followed from now on: what has happened before is to be looked at.</summary>
    Following,

    /// <summary>A name of an image stands for another image now, or for one at all: built, tagged, loaded, imported.</summary>
    ImageNamed,

    /// <summary>An image was pulled from a registry.</summary>
    ImagePulled,

    /// <summary>A node of a kind cluster was started.</summary>
    NodeStarted,
}
