using System.Text;
using KindTools.Core.Engines;
using KindTools.Core.Nodes;

namespace KindTools.Tests.Fakes;

/// <summary>How it answers the scripts that remove, tag and read images.</summary>
internal sealed partial class FakeNode
{
    /// <summary>What <c>usage.sh</c> prints.</summary>
    public string Usage { get; set; } = "";

    /// <summary>The records that it is told to remove, and does not.</summary>
    public HashSet<string> Sticky { get; } = [];

    private FakeExecSession? StartInStore(string script, string[] arguments) =>
        script == NodeScripts.Usage ? FakeEngine.Says(Usage)
        : script == NodeScripts.Remove ? FakeEngine.Says(Remove(arguments))
        : script == NodeScripts.Tag ? new FakeExecSession { Completing = (_, _) => Task.FromResult(Tag(arguments)) }
        : script == NodeScripts.Contents ? FakeEngine.Says(Locked(() => arguments.SelectMany(hex => Content["sha256:" + hex]).ToArray()))
        : null;

    private string Remove(string[] names) => Locked(() =>
    {
        foreach (var name in names.Except(Sticky)) Names.Remove(name);
        return string.Concat(Names.Keys.Select(name => name + "\n"));
    });

    private ExecResult Tag(string[] names) => Locked(() =>
    {
        foreach (var pair in names.Chunk(2))
        {
            if (!Names.TryGetValue(pair[0], out var digest)) return new ExecResult(1, [], $"ctr: image \"{pair[0]}\": not found");
            Names[pair[1]] = digest;
        }

        return new ExecResult(0, Encoding.ASCII.GetBytes(""), "");
    });
}
