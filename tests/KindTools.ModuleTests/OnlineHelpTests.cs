using System.Diagnostics;
using System.Management.Automation;

namespace KindTools.ModuleTests;

/// <summary>Get-Help -Online, with something in the place of the browser that only notes down what it is to open.</summary>
[Collection(EnvironmentCollection.Name)]
public sealed class OnlineHelpTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("kt-").FullName;
    private readonly string? _path = Environment.GetEnvironmentVariable("PATH");

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("PATH", _path);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task It_opens_the_page_of_each_cmdlet_in_the_repository()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere the system's own way to open an address is used.");
        var browser = Path.Combine(_folder, "xdg-open");
        await File.WriteAllTextAsync(browser, $"#!/bin/sh\necho \"$1\" >>'{_folder}/opened'\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(browser, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Environment.SetEnvironmentVariable("PATH", $"{_folder}:{_path}");
        using var module = new Module();
        var cmdlets = module.Run("Get-Command -Module KindTools -CommandType Cmdlet").Select(command => ((CmdletInfo)command.BaseObject).Name).ToList();

        foreach (var cmdlet in cmdlets) module.Run($"Get-Help {cmdlet} -Online");

        Assert.Empty(module.Errors);
        var waiting = Stopwatch.StartNew();
        while (Opened().Length < cmdlets.Count && waiting.Elapsed < Patience) await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Equal(cmdlets.Select(cmdlet => $"{HelpTests.Repository}/blob/main/docs/{cmdlet}.md").Order(), Opened().Order());
    }

    private string[] Opened() => File.Exists(Path.Combine(_folder, "opened")) ? File.ReadAllLines(Path.Combine(_folder, "opened")) : [];
}
