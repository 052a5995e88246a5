using System.Globalization;

namespace KindTools.Picture;

/// <summary>Types a file of commands at a real prompt, waits for each, and draws the screen that comes of it.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is not [var console, var commands, var picture, .. var rest])
        {
            await Console.Error.WriteLineAsync("KindTools.Picture CONSOLE.dll COMMANDS.ps1 PICTURE.svg [COLUMNS]").ConfigureAwait(false);
            return 64;
        }

        var columns = rest is [var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 100;
        var lines = (await File.ReadAllLinesAsync(commands).ConfigureAwait(false)).Where(line => line.Length > 0 && !line.StartsWith('#'));
        var screen = await Session.RunAsync(console, lines, columns).ConfigureAwait(false);
        await File.WriteAllTextAsync(picture, SvgWriter.Write(screen.Rows(), columns, Path.GetFileNameWithoutExtension(commands))).ConfigureAwait(false);
        return 0;
    }
}
