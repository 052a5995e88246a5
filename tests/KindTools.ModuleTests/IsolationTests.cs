using System.Management.Automation;
using System.Runtime.Loader;
using KindTools.ModuleTests.Console;

namespace KindTools.ModuleTests;

[Collection(EnvironmentCollection.Name)]
public class IsolationTests
{
    private static readonly string Bin = Path.Combine(Module.Root, "module", "bin");

    [Theory]
    [InlineData("YamlDotNet")]
    [InlineData("Docker.DotNet")]
    public void Our_version_of_a_dependency_works_beside_another_modules(string name)
    {
        using var module = new EngineModule(EngineModule.Nowhere);
        UseEveryDependency(module);

        var theirs = Assert.Single(AssemblyLoadContext.Default.Assemblies, assembly => assembly.GetName().Name == name);
        var ours = Assert.Single(Ours().Assemblies, assembly => assembly.GetName().Name == name);

        Assert.Contains(theirs, OtherVersions.Loaded);
        Assert.NotEqual(theirs.GetName().Version, ours.GetName().Version);
        Assert.Equal(Path.Combine(Bin, "lib", name + ".dll"), ours.Location);
    }

    [Fact]
    public void Nothing_of_the_engine_is_in_PowerShells_own_context()
    {
        using var module = new EngineModule(EngineModule.Nowhere);
        UseEveryDependency(module);

        var files = AssemblyLoadContext.Default.Assemblies.Where(assembly => !assembly.IsDynamic).Select(assembly => assembly.Location).ToList();

        Assert.Contains(Path.Combine(Bin, "KindTools.dll"), files);
        Assert.Contains(Path.Combine(Bin, "KindTools.Abstractions.dll"), files);
        Assert.DoesNotContain(files, file => file.StartsWith(Path.Combine(Bin, "lib"), StringComparison.Ordinal));
        Assert.DoesNotContain(AssemblyLoadContext.Default.Assemblies, assembly => assembly.GetName().Name == "KindTools.Core");
    }

    [Fact]
    public void Nothing_of_PowerShell_is_in_the_engines_context()
    {
        using var module = new EngineModule(EngineModule.Nowhere);
        UseEveryDependency(module);

        Assert.DoesNotContain(
            Ours().Assemblies,
            assembly => assembly.GetName().Name is "System.Management.Automation" or "KindTools" or "KindTools.Abstractions" or "Newtonsoft.Json");
    }

    [Fact]
    public void What_comes_out_of_the_engine_is_of_the_types_that_PowerShell_knows()
    {
        using var api = new FakeDockerApi();
        using var module = new EngineModule(api.Address);

        var node = module.Run("Get-KindNode")[0].BaseObject;

        Assert.Equal("KindTools.KindNode", node.GetType().FullName);
        Assert.Same(AssemblyLoadContext.Default, AssemblyLoadContext.GetLoadContext(node.GetType().Assembly));
    }

    [Fact]
    public async Task Importing_loads_no_dependency_before_a_command_needs_it()
    {
        const string OfTheEngine = "[AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object Location | Where-Object { $_ -like '*module?bin?lib*' } | ForEach-Object { Split-Path -Leaf $_ }";

        var imported = await ConsoleProcess.RunAsync("-Command", $"'imported:'; (Get-Module KindTools).Name; {OfTheEngine}");
        var used = await ConsoleProcess.RunAsync("-Command", $"$null = 'a: b' | Test-PodPullPolicy; {OfTheEngine}");

        Assert.Equal("imported:\nKindTools\n", imported.Output);
        Assert.Contains("KindTools.Core.dll\n", used.Output, StringComparison.Ordinal);
        Assert.Contains("YamlDotNet.dll\n", used.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Import-Module $args[0]")]
    [InlineData("Import-Module $args[0]; Import-Module $args[0] -Force")]
    [InlineData("Import-Module $args[0]; Remove-Module KindTools; Import-Module $args[0]")]
    public void However_often_it_is_imported_there_is_one_engine_and_it_works(string import)
    {
        using var module = new EngineModule(EngineModule.Nowhere, import: false);

        module.Run(import, Module.Manifest);

        Assert.Empty(module.Streams.Error);
        UseEveryDependency(module);
        Ours();
    }

    [Fact]
    public void Removed_it_is_gone()
    {
        using var module = new EngineModule(EngineModule.Nowhere);

        Assert.Empty(module.Run("Remove-Module KindTools; Get-Command -Module KindTools"));
        Assert.Empty(module.Streams.Error);
    }

    [Fact]
    public void A_second_runspace_works_while_the_first_is_open()
    {
        using var api = new FakeDockerApi();
        using var first = new EngineModule(api.Address);
        using var second = new Module();

        Assert.Equal(4, first.Run("Get-KindNodeImage").Count);
        Assert.Equal(4, second.Run("Get-KindNodeImage").Count);
        Assert.Equal(4, first.Run("Get-KindNodeImage").Count);
        Ours();
    }

    [Fact]
    public async Task Two_runspaces_work_at_once()
    {
        using var api = new FakeDockerApi();
        using var environment = new EngineModule(api.Address, import: false);
        using var one = new Module(import: false);
        using var other = new Module(import: false);
        var script = $"Import-Module '{Module.Manifest}'; 1..5 | ForEach-Object {{ Get-KindNodeImage }}";

        var counts = await Task.WhenAll(Task.Run(() => one.Run(script).Count), Task.Run(() => other.Run(script).Count));

        Assert.Equal([20, 20], counts);
        Assert.Empty(one.Errors);
        Assert.Empty(other.Errors);
    }

    /// <summary>The container engine's client fails to connect; the YAML parser reads a manifest.</summary>
    private static void UseEveryDependency(EngineModule module)
    {
        var caught = (ErrorRecord)Assert.Single(module.Run("try { Get-KindCluster } catch { $_ }")).BaseObject;
        Assert.StartsWith("EngineNotReachable,", caught.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.NotEmpty(module.Run("Test-PodPullPolicy $args[0]", Path.Combine(Module.Root, "examples", "story", "job.yaml")));
        Assert.Empty(module.Streams.Error);
    }

    private static AssemblyLoadContext Ours() => Assert.Single(AssemblyLoadContext.All, context => context.Name == "KindTools");
}
