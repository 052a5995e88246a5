using System.Diagnostics;
using static KindTools.ModuleTests.Console.TerminalSession;

namespace KindTools.ModuleTests.Console;

/// <summary>The console as a user at a terminal has it.</summary>
public class ConsoleTerminalTests
{
    [Fact]
    public async Task Prompt_completion_history_and_the_exit_code()
    {
        using var folder = new TemporaryFolder();
        using (var terminal = new TerminalSession(folder.Path))
        {
            await terminal.WaitForAsync("PS ");

            // The only completion is taken, and the line runs.
            terminal.Send("Get-Modu\t");
            await terminal.WaitForAsync("Get-Module");
            terminal.Send(" KindTools | % Name" + Enter);
            await terminal.WaitForAsync("\nKindTools");

            // Several: a list, of which Tab takes one after the other.
            terminal.Send("Get-PS\t");
            await terminal.WaitForAsync("Get-PSSubsystem");
            terminal.Send(ControlC);
            await terminal.WaitForAsync("^C");

            // A text that is not whole goes on in the next line.
            terminal.Send("foreach ($i in 7) {" + Enter);
            await terminal.WaitForAsync(">> ");
            terminal.Send("\"<$i>\"" + Enter + "}" + Enter);
            await terminal.WaitForAsync("<7>");

            terminal.Send(Up + Enter);
            await terminal.WaitForAsync("<7>");

            terminal.Send("exit 7" + Enter);
            Assert.Equal(7, await terminal.ExitCodeAsync());
        }

        using var next = new TerminalSession(folder.Path);
        await next.WaitForAsync("PS ");
        next.Send(Up + Up);
        await next.WaitForAsync("foreach ($i in 7) {");
        next.Send(ControlC + ControlD);
        Assert.Equal(0, await next.ExitCodeAsync());
    }

    [Fact]
    public async Task The_completion_that_is_chosen_tells_what_there_is_to_know_of_it()
    {
        using var folder = new TemporaryFolder();
        using var terminal = new TerminalSession(folder.Path);
        await terminal.WaitForAsync("PS ");

        terminal.Send("function prompt { '> ' }" + Enter); // Short, so that the line does not wrap.
        terminal.Send("Import-KindImage app:dev -Platform \t");
        await terminal.WaitForAsync("linux/a"); // What both have in common.
        terminal.Send("\t");
        await terminal.WaitForAsync("x86-64: Intel and AMD");
        terminal.Send("\t");
        await terminal.WaitForAsync("Apple silicon");
    }

    [Theory]
    [InlineData("while ($true) { }")]
    [InlineData("Start-Sleep 600")]
    [InlineData("Read-Host question")]
    public async Task Control_C_stops_a_command_and_not_the_session(string command)
    {
        using var folder = new TemporaryFolder();
        using var terminal = new TerminalSession(folder.Path);
        await terminal.WaitForAsync("PS ");

        terminal.Send($"'run' + 'ning'; {command}; 'not ' + 'here'" + Enter);
        await terminal.WaitForAsync("running");
        await Task.Delay(300);
        var clock = Stopwatch.StartNew();
        terminal.Send(ControlC);
        var output = await terminal.WaitForAsync("PS ");

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.DoesNotContain("not here", output, StringComparison.Ordinal);
        terminal.Send("'still ' + 'here'" + Enter);
        await terminal.WaitForAsync("still here");
    }

    [Fact]
    public async Task Control_C_ends_a_command_of_the_command_line_with_1()
    {
        using var folder = new TemporaryFolder();
        using var terminal = new TerminalSession(folder.Path, "-Command", "Write-Host ready; Start-Sleep 600");
        await terminal.WaitForAsync("ready");
        await Task.Delay(300);

        terminal.Send(ControlC);

        Assert.Equal(1, await terminal.ExitCodeAsync());
    }

    [Fact]
    public async Task Progress_is_drawn_and_taken_away_again()
    {
        using var folder = new TemporaryFolder();
        const string Command =
            "1..20 | ForEach-Object { Write-Progress Importing \"$_ of 20\" -PercentComplete ($_ * 5); Start-Sleep -Milliseconds 50 }; Write-Output over";
        using var terminal = new TerminalSession(folder.Path, "-Command", Command);

        await terminal.WaitForAsync("Importing");
        await terminal.WaitForAsync("over");
        Assert.Equal(0, await terminal.ExitCodeAsync());

        // Nothing is drawn after the last erasure, and the cursor is shown again.
        var raw = terminal.Raw;
        Assert.True(raw.LastIndexOf("Importing", StringComparison.Ordinal) < raw.LastIndexOf("\e[J", StringComparison.Ordinal));
        Assert.True(raw.LastIndexOf("\e[?25l", StringComparison.Ordinal) < raw.LastIndexOf("\e[?25h", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Errors_are_red_unless_told_otherwise()
    {
        using var folder = new TemporaryFolder();
        using var terminal = new TerminalSession(folder.Path, "-Command", "throw 'boom'");

        await terminal.WaitForAsync("boom");

        Assert.Contains("\e[31;1m", terminal.Raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_gets_the_terminal()
    {
        using var folder = new TemporaryFolder();
        using var terminal = new TerminalSession(folder.Path);
        await terminal.WaitForAsync("PS ");

        terminal.Send("sh -c 'test -t 0 && test -t 1 && printf is-a-; printf terminal'" + Enter);

        // The prompt comes on a line of its own although the program ended none.
        await terminal.WaitForAsync("is-a-terminal");
        terminal.Send("'ne' + 'xt'" + Enter);
        await terminal.WaitForAsync("next");
    }

    [Fact]
    public async Task A_question_can_be_put_off_for_a_prompt_of_its_own()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("a.txt", "");
        using var terminal = new TerminalSession(folder.Path);
        await terminal.WaitForAsync("PS ");

        terminal.Send($"Remove-Item '{file}' -Confirm; 'le' + 'vel' + $NestedPromptLevel" + Enter);
        await terminal.WaitForAsync("[S] Suspend");
        terminal.Send("s" + Enter);
        await terminal.WaitForAsync(">>");
        terminal.Send("'in' + 'side'" + Enter);
        await terminal.WaitForAsync("inside");
        terminal.Send("exit" + Enter);
        await terminal.WaitForAsync("[S] Suspend");
        terminal.Send("y" + Enter);

        await terminal.WaitForAsync("level0");
        Assert.False(File.Exists(file));
    }
}
