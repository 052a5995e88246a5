namespace KindTools.ModuleTests.Console;

/// <summary>-Command, -File and standard input: what comes out where, and the exit code. All of it as pwsh 7.6 does.</summary>
public class ConsoleCommandLineTests
{
    [Theory]
    [InlineData("1 + 1", 0, "2", "")]
    [InlineData("exit 3", 3, "", "")]
    [InlineData("throw 'boom'; 1", 1, "", "Exception: boom")]
    [InlineData("Write-Error x", 1, "", "Write-Error: x")]
    [InlineData("Write-Error x; 'on'", 0, "on", "Write-Error: x")]
    [InlineData("1/0", 1, "", "RuntimeException: Attempted to divide by zero.")]
    [InlineData("if (", 1, "", "ParserError:")]
    [InlineData("Get-Nope", 1, "", "Get-Nope: The term 'Get-Nope' is not recognized")]
    [InlineData("dotnet --nope-nope 2>&1 | Out-Null", 1, "", "")]
    [InlineData("'a' | Write-Host; Write-Warning w; Write-Verbose v -Verbose; Write-Debug d -Debug", 0, "a", "WARNING: w\nVERBOSE: v\nDEBUG: d")]
    [InlineData("Write-Progress p -PercentComplete 5; Start-Sleep -Milliseconds 300", 0, "", "")]
    [InlineData("(Get-Module KindTools).Name", 0, "KindTools", "")]
    [InlineData("(Get-Module KindTools).ExportedCommands.Count -eq (Get-Command -Module KindTools).Count", 0, "True", "")]
    public async Task A_command(string command, int exitCode, string output, string errors)
    {
        var result = await ConsoleProcess.RunAsync("-NoProfile", "-Command", command);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal(output, Text(result.Output));
        if (errors.Length == 0) Assert.Empty(result.Errors);
        else Assert.StartsWith(errors, Text(result.Errors), StringComparison.Ordinal);
        Assert.DoesNotContain('\e', result.Output + result.Errors);
    }

    [Theory]
    [InlineData("'done'", 0, "done")]
    [InlineData("exit 4", 4, "")]
    [InlineData("dotnet --nope-nope 2>&1 | Out-Null; 'on'", 0, "on")]
    [InlineData("Write-Error x", 0, "")]
    [InlineData("throw 1", 1, "")]
    [InlineData("param($Name, [switch]$Loud, [int]$Times) \"$Name $Loud $Times $args\"", 0, "kind True 2 more", "-Loud", "-Times", "2", "kind", "more")]
    [InlineData("param([switch]$Loud = $true) \"$Loud\"", 0, "False", "-Loud:$false")]
    [InlineData("Split-Path $PSCommandPath -Leaf", 0, "script.ps1")]
    public async Task A_script(string script, int exitCode, string output, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("script.ps1", script);

        var result = await ConsoleProcess.RunAsync(["-f", path, .. arguments]);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal(output, Text(result.Output));
    }

    [Fact]
    public async Task The_first_thing_that_is_no_parameter_is_a_script()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("no-extension", "#!/usr/bin/env kindtools\n\"got $args\"");

        var result = await ConsoleProcess.RunAsync("-noni", path, "a", "b");

        Assert.Equal("got a b", Text(result.Output));
    }

    [Theory]
    [InlineData("'a'\nthrow 2\n'b'\nexit 5\n'c'", 5, "a\nb")]
    [InlineData("foreach ($i in 1, 2) {\n$i\n}\nif ($false) {\n1\n}\nelse {\n'else'\n}\n'end'", 0, "1\n2\nelse\nend")]
    [InlineData("'x'\nWrite-Error y", 1, "x")]
    public async Task A_script_from_standard_input(string input, int exitCode, string output)
    {
        foreach (var arguments in new string[][] { [], ["-Command", "-"] })
        {
            var result = await ConsoleProcess.RunAsync(input, arguments);

            Assert.Equal(exitCode, result.ExitCode);
            Assert.Equal(output, Text(result.Output));
        }
    }

    [Fact]
    public async Task Standard_input_is_the_commands_when_it_asks_for_it()
    {
        var result = await ConsoleProcess.RunAsync("a\nb\n", ["-c", "$input | ForEach-Object { \"<$_>\" }"]);

        Assert.Equal("<a>\n<b>", Text(result.Output));
    }

    [Theory]
    [InlineData("-File", "nowhere.ps1")]
    [InlineData("nowhere.ps1")]
    [InlineData("-Nope")]
    [InlineData("-Command")]
    public async Task A_bad_command_line_is_64(params string[] arguments)
    {
        var result = await ConsoleProcess.RunAsync(arguments);

        Assert.Equal(64, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.NotEmpty(result.Errors);
    }

    [Theory]
    [InlineData("Read-Host name")]
    [InlineData("function f { param([Parameter(Mandatory)]$x) $x }; f")]
    [InlineData("$Host.UI.PromptForCredential('', '', '', '')")]
    public async Task A_question_fails_when_nobody_is_to_be_asked(string command)
    {
        var result = await ConsoleProcess.RunAsync("-NonInteractive", "-Command", command);

        Assert.Equal(1, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.NotEmpty(result.Errors);
    }

    [Fact]
    public async Task Confirm_asks()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("a.txt", "");

        var result = await ConsoleProcess.RunAsync("n\n", ["-c", $"Remove-Item '{path}' -Confirm"]);

        Assert.Contains("[Y] Yes  [A] Yes to All  [N] No", result.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(path));
    }

    [Fact]
    public async Task Another_module_than_the_one_beside_it()
    {
        using var folder = new TemporaryFolder();
        folder.Write("KindTools.psm1", "function Get-Own { 'own' }");
        var manifest = folder.Write("KindTools.psd1", "@{ RootModule = 'KindTools.psm1'; ModuleVersion = '9.0' }");

        var byName = await ConsoleProcess.RunAsync("-Module", manifest, "-c", "Get-Own");
        var byEnvironment = await ConsoleProcess.RunAsync(
            null, ["-c", "Get-Own"], start => start.Environment["KINDTOOLS_MODULE"] = folder.Path);

        Assert.Equal("own", Text(byName.Output));
        Assert.Equal("own", Text(byEnvironment.Output));
    }

    private static string Text(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n');
}
