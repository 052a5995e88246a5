namespace KindTools.ModuleTests;

/// <summary>Environment variables belong to the whole process: these tests run while no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class EnvironmentCollection
{
    public const string Name = "Environment";
}
