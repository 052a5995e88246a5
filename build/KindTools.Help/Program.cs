using KindTools.Help;

if (args is not [var docs, var output])
{
    Console.Error.WriteLine("usage: KindTools.Help <folder of pages> <folder for help>");
    return 2;
}

var pages = Directory.EnumerateFiles(docs, "*.md").Order(StringComparer.Ordinal).ToList();
var cmdlets = new List<CmdletHelp>();
var topics = new Dictionary<string, string>();
var failed = false;

foreach (var page in pages)
{
    var name = Path.GetFileNameWithoutExtension(page);
    try
    {
        // Other pages in the folder are for people only.
        if (AboutTopic.IsTopicName(name)) topics.Add(name, AboutTopic.ToText(name, File.ReadAllText(page)));
        else if (CmdletPage.IsCmdletName(name)) cmdlets.Add(CmdletPage.Read(name, File.ReadAllText(page)));
    }
    catch (HelpPageException problem)
    {
        // The form that MSBuild, and editors with it, take for an error at a place.
        Console.WriteLine($"{page}({problem.Line}): error HELP001: {problem.Message}");
        failed = true;
    }
}

if (failed) return 1;

// Nothing of a page that is gone stays.
Directory.CreateDirectory(output);
foreach (var stale in Directory.EnumerateFiles(output, "about_*.help.txt")) File.Delete(stale);
foreach (var (name, text) in topics) File.WriteAllText(Path.Combine(output, name + ".help.txt"), text);
Maml.From(cmdlets).Save(Path.Combine(output, CmdletPage.HelpFile));
return 0;
