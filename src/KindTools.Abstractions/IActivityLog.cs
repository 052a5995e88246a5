namespace KindTools;

/// <summary>
/// Where the engine tells what it does while it works. Safe to call from any thread;
/// what is written keeps its order, also relative to the objects a cmdlet writes.
/// </summary>
public interface IActivityLog
{
    /// <summary>For those who asked for details.</summary>
    void Verbose(string message);

    /// <summary>Something the user should know, that stops nothing.</summary>
    void Warning(string message);

    /// <summary>An item that failed; the others go on.</summary>
    void Error(KindToolsException failure);

    /// <summary>How far long work has come. Cheap: calls between two redraws are dropped.</summary>
    void Progress(ActivityProgress progress);
}
