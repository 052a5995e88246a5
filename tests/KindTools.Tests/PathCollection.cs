namespace KindTools.Tests;

/// <summary>PATH belongs to the whole process, and other tests start programs: these run while no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class PathCollection
{
    public const string Name = "Path";
}
