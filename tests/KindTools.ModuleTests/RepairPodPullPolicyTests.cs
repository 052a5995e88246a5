using System.Collections.ObjectModel;
using System.Management.Automation;

namespace KindTools.ModuleTests;

public sealed class RepairPodPullPolicyTests : IDisposable
{
    private static readonly string Examples = Path.Combine(Module.Root, "examples", "manifests");

    private readonly Module _module = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("kindtools-").FullName;

    public RepairPodPullPolicyTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "k8s"));
        foreach (var file in Directory.GetFiles(Examples)) File.Copy(file, Path.Combine(_folder, "k8s", Path.GetFileName(file)));
        _module.Shell.Runspace.SessionStateProxy.Path.SetLocation(_folder);
    }

    public void Dispose()
    {
        _module.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Every_example_manifest_has_its_before_and_after_in_the_page()
    {
        var shown = string.Concat(PageExamples.All.Where(example => example.Page == "Repair-PodPullPolicy").Select(example => example.Command));

        Assert.InRange(Directory.GetFiles(Examples).Length, 5, int.MaxValue);
        Assert.All(Directory.GetFiles(Examples), file => Assert.Contains($"./k8s/{Path.GetFileName(file)} -WhatIf", shown, StringComparison.Ordinal));
    }

    [Fact]
    public void WhatIf_shows_the_change_and_writes_nothing_but_its_objects()
    {
        var repairs = _module.Run("Repair-PodPullPolicy k8s -WhatIf -PassThru");

        Assert.Equal(7, repairs.Count);
        Assert.All(repairs, repair => Assert.Equal("Planned", Text(repair, "Status")));
        AssertUntouched();
    }

    [Fact]
    public void A_repair_satisfies_the_test_and_is_silent()
    {
        Assert.Equal(false, Assert.Single(_module.Run("Test-PodPullPolicy k8s -Quiet")).BaseObject);
        Assert.Empty(_module.Run("Repair-PodPullPolicy k8s *>&1"));
        Assert.Equal(true, Assert.Single(_module.Run("Test-PodPullPolicy k8s -Quiet")).BaseObject);
    }

    [Fact]
    public void Results_are_mended_while_others_are_left_alone()
    {
        var repairs = _module.Run("Test-PodPullPolicy k8s/shop.yaml | Where-Object Container -EQ web | Repair-PodPullPolicy -Policy Never -PassThru");

        var repair = Assert.Single(repairs);
        Assert.Equal("web Never Repaired", $"{Text(repair, "Container")} {Text(repair, "NewPolicy")} {Text(repair, "Status")}");
        Assert.Equal(
            ["assets IgnoresNodeImage", "web RequiresNodeImage", "metrics UsesNodeImage"],
            _module.Run("Test-PodPullPolicy k8s/shop.yaml | ForEach-Object { \"$($_.Container) $($_.Verdict)\" }").Select(line => line.ToString()));
    }

    [Fact]
    public void Files_from_the_pipeline_bind_by_their_PSPath()
    {
        // What Get-ChildItem gives, which this small engine does not have.
        var path = Path.Combine(_folder, "k8s", "queue.yaml");
        var file = PSObject.AsPSObject(new FileInfo(path));
        file.Properties.Add(new PSNoteProperty("PSPath", @"Microsoft.PowerShell.Core\FileSystem::" + path));

        Assert.Equal("queue", Text(Assert.Single(_module.Run("$input | Repair-PodPullPolicy -PassThru", file)), "Container"));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Text_in_one_piece_comes_out_in_one_piece(string lineEnd)
    {
        var text = File.ReadAllText(Path.Combine(Examples, "report.yaml")).ReplaceLineEndings(lineEnd);

        var mended = Assert.Single(Run("$args[0] | Repair-PodPullPolicy", text)).ToString();

        Assert.Equal(text.Replace("report" + lineEnd + "                          args", "report" + lineEnd + "                          imagePullPolicy: IfNotPresent" + lineEnd + "                          args", StringComparison.Ordinal), mended);
    }

    [Fact]
    public void Lines_come_out_as_lines()
    {
        var lines = File.ReadAllLines(Path.Combine(Examples, "toolbox.yaml"));

        var mended = _module.Run("$input | Repair-PodPullPolicy", [.. lines]).Select(line => line.ToString()).ToList();

        Assert.Equal(lines.Length + 1, mended.Count);
        Assert.Equal("      imagePullPolicy: IfNotPresent,", mended[10]);
    }

    [Fact]
    public void What_cannot_be_mended_is_an_error_and_the_rest_goes_on()
    {
        File.WriteAllText(Path.Combine(_folder, "k8s", "a.yaml"), "apiVersion: v1\nkind: Pod\nx: &x {image: app}\nspec:\n  containers:\n  - *x\n");

        Assert.Equal(8, _module.Run("Repair-PodPullPolicy k8s -PassThru").Count);
        var error = Assert.Single(_module.Errors);
        Assert.Equal("RepairNotSafe,KindTools.Commands.RepairPodPullPolicyCommand", error.FullyQualifiedErrorId);
        Assert.Contains("a.yaml, line 3, column 15", error.Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-Strategy Tag", "TagMissing")]
    [InlineData("-Tag latest", "TagNotUseful")]
    [InlineData("-Tag v1 -Policy Never", "StrategyConflict")]
    public void What_does_not_go_together_stops_before_anything_is_written(string arguments, string errorId)
    {
        Assert.Empty(_module.Run($"Repair-PodPullPolicy k8s -PassThru {arguments}"));

        Assert.Equal($"{errorId},KindTools.Commands.RepairPodPullPolicyCommand", Assert.Single(_module.Errors).FullyQualifiedErrorId);
        AssertUntouched();
    }

    private Collection<PSObject> Run(string script, params object[] arguments)
    {
        _module.Shell.Commands.Clear();
        _module.Streams.ClearStreams();
        var command = _module.Shell.AddScript(script);
        foreach (var argument in arguments) command.AddArgument(argument);
        return command.Invoke();
    }

    private void AssertUntouched() =>
        Assert.All(Directory.GetFiles(Examples), file => Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(_folder, "k8s", Path.GetFileName(file)))));

    private static string Text(PSObject result, string property) => $"{result.Properties[property].Value}";
}
