using KindTools.Core.Nodes;

namespace KindTools.Tests.Fakes;

/// <summary>How it answers the scripts that remove and read images.</summary>
internal sealed partial class FakeNode
{
    /// <summary>What <c>usage.sh</c> prints.</summary>
    public string Usage { get; set; } = "";

    /// <summary>The records that it is told to remove, and does not.</summary>
    public HashSet<string> Sticky { get; } = [];

    private FakeExecSession? StartInStore(string script, string[] arguments) =>
        script == NodeScripts.Usage ? FakeEngine.Says(Usage)
        : script == NodeScripts.Remove ? FakeEngine.Says(Remove(arguments))
        : script == NodeScripts.Contents ? FakeEngine.Says(Locked(() => arguments.SelectMany(hex => Content["sha256:" + hex]).ToArray()))
        : null;

    private string Remove(string[] names) => Locked(() =>
    {
        foreach (var name in names.Except(Sticky)) Names.Remove(name);
        return string.Concat(Names.Keys.Select(name => name + "\n"));
    });
}
