namespace KindTools.Core.Manifests;

/// <summary>What would become of one file, for the user to approve.</summary>
public sealed class RepairProposal
{
    private readonly string _oldText;
    private readonly string _newText;

    internal RepairProposal(string file, string oldText, string newText, int count) =>
        (File, _oldText, _newText, Count) = (file, oldText, newText, count);

    /// <summary>The file's full path.</summary>
    public string File { get; }

    /// <summary>How many containers would be mended.</summary>
    public int Count { get; }

    /// <summary>The change as a unified diff.</summary>
    /// <param name="inColour">In colour, by ANSI escape sequences.</param>
    public string Diff(bool inColour) => UnifiedDiff.Render(_oldText, _newText, File, inColour);
}
