namespace KindTools.ModuleTests.Console;

/// <summary>The commands that the console brings along: pwsh's results in pwsh's form. Expected texts are pwsh 7.6's.</summary>
public class ConsoleCommandsTests
{
    private static readonly (string Command, string Output)[] Cases =
    [
        ("1..9 | Select-Object -First 2", "1\n2"),
        ("1..5 | Select-Object -Skip 1 -Last 2", "3\n4"),
        ("1..5 | Select-Object -Index 0, 3", "1\n4"),
        ("1, 2, 2, 1 | Select-Object -Unique", "1\n2"),
        ("(1..3 | ForEach-Object { $script:seen = $_; $_ } | Select-Object -First 1); $script:seen", "1\n1"),
        ("[pscustomobject]@{ a = 1; b = 2, 3 } | Select-Object -ExpandProperty b", "2\n3"),
        ("[pscustomobject]@{ a = 1; b = 2; c = 3 } | Select-Object a, @{ n = 'z'; e = { $_.b * 2 } }, q", "\na z q\n- - -\n1 4 \n"),
        ("[pscustomobject]@{ a = 1; b = 2; c = 3 } | Select-Object * -ExcludeProperty b", "\na c\n- -\n1 3\n"),
        ("'b', 'A', 'c' | Sort-Object", "A\nb\nc"),
        ("3, 1, 2, 3 | Sort-Object -Descending -Unique", "3\n2\n1"),
        ("'a', 'b', 'a' | Group-Object", "\nCount Name                      Group\n----- ----                      -----\n    2 a                         {a, a}\n    1 b                         {b}\n"),
        ("1..4 | Measure-Object -Sum -Average | Select-Object -ExpandProperty Sum", "10"),
        ("(1..4 | Measure-Object).Count", "4"),
        ("[pscustomobject]@{ a = 1; b = 'x' } | ConvertTo-Json", "{\n  \"a\": 1,\n  \"b\": \"x\"\n}"),
        ("@{ a = @(1, 1.0, $null, $true) } | ConvertTo-Json -Compress", "{\"a\":[1,1.0,null,true]}"),
        ("ConvertTo-Json @(1, 'é<')", "[\n  1,\n  \"é<\"\n]"),
        ("('{ \"a\": [1, { \"b\": 2.5 }] }' | ConvertFrom-Json).a[1].b", "2.5"),
        ("[pscustomobject]@{ a = 1; b = 2 } | Format-List", "\na : 1\nb : 2\n\n"),
        ("[pscustomobject]@{ a = 1; b = 2 } | Format-Table b, @{ n = 'x'; e = { $_.a } }", "\nb x\n- -\n2 1\n"),
        ("([pscustomobject]@{ a = 1 } | Out-String).Trim().Length", "5"),
        ("'x' > o.txt; 'y' >> o.txt; Get-Content o.txt; (Get-Content o.txt -Raw).Length", "x\ny\n4"),
        ("'l1', 'l2', 'l3' | Set-Content c.txt; Get-Content c.txt -Tail 1; Get-Content c.txt -TotalCount 1", "l3\nl1"),
        ("(New-Item -ItemType Directory sub).Name; Set-Content sub/m.md x; (Get-ChildItem -Recurse -Filter *.md).Name", "sub\nm.md"),
        ("Test-Path o.txt; Test-Path nope; Test-Path sub -PathType Leaf", "True\nFalse\nFalse"),
        ("(Join-Path a b c).Replace('\\', '/'); Split-Path /a/b -Leaf", "a/b/c\nb"),
        ("Get-Date 2020-02-03 -Format yyyy/MM", "2020/02"),
        ("$x = Write-Host q 6>&1; \"[$x]\"", "[q]"),
        ("'@{ A = 1 }' | Set-Content d.psd1; (Import-PowerShellDataFile d.psd1).A", "1"),
        ("Microsoft.PowerShell.Utility\\Write-Output qualified", "qualified"),
        ("(TabExpansion2 'Get-Content ./o' 15).CompletionMatches.ListItemText", "o.txt"),
        ("[pscustomobject]@{ a = 'x' * 200 }", "\na\n-\n" + new string('x', 118) + "…\n"),
    ];

    [Fact]
    public async Task Results_and_their_form()
    {
        using var folder = new TemporaryFolder();
        // One start for all of them: a line of a sign that nothing prints stands between.
        var script = string.Concat(Cases.Select(test => $"{test.Command}\nWrite-Host '\u0001'\n"));

        var result = await ConsoleProcess.RunAsync(script, ["-c", "-"], start => start.WorkingDirectory = folder.Path);

        Assert.Empty(result.Errors);
        var outputs = result.Output.ReplaceLineEndings("\n").Split("\u0001\n");
        Assert.Equal(Cases.Length + 1, outputs.Length);
        foreach (var ((command, expected), output) in Cases.Zip(outputs))
            Assert.Equal($"{command}\n{Trimmed(expected)}", $"{command}\n{Trimmed(output)}");
    }

    // Blanks at the end of a table's lines are nobody's business.
    private static string Trimmed(string text) => string.Join('\n', text.Split('\n').Select(line => line.TrimEnd())).TrimEnd('\n');
}
