using System.Text.RegularExpressions;

namespace KindTools.Core.Support;

/// <summary>Takes out of a text what is not for the public. What it does not know it cannot find: whoever writes texts leaves secrets out in the first place.</summary>
internal sealed partial class Redaction(string home)
{
    /// <summary>The text without credentials, tokens and user names in paths.</summary>
    public string Apply(string text)
    {
        text = Credentials().Replace(text, "");

        // A home of "/" is no one's name, and neither is the host of an address.
        var trimmed = home.TrimEnd('/', '\\');
        if (trimmed.Length > 1) text = Regex.Replace(text, "(?<!:/)" + Regex.Escape(trimmed) + @"(?![\w.-])", "~");

        text = OthersHome().Replace(text, "~");
        text = Query().Replace(text, "");
        return Token().Replace(text, "(removed)");
    }

    [GeneratedRegex(@"(?:(?:/var)?/home/|/Users/|\b[A-Za-z]:[\\/]+Users[\\/]+)[^/\\\s'"":;,)]+")]
    private static partial Regex OthersHome();

    [GeneratedRegex(@"(?<=://)[^/?#\s]*@")]
    private static partial Regex Credentials();

    [GeneratedRegex(@"(?<=://[^\s?'""]*)\?[^\s'"")]*")]
    private static partial Regex Query();

    /// <summary>What follows <c>Bearer</c> or <c>Basic</c>, JSON web tokens, and PEM blocks.</summary>
    [GeneratedRegex(@"(?<=\b(?:Bearer|Basic) )[\w.~+/=-]{8,}|\beyJ[\w-]+\.[\w-]+\.[\w-]*|-----BEGIN [\s\S]*?(?:-----END [A-Z ]+-----|$)")]
    private static partial Regex Token();
}
