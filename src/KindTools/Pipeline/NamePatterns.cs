using System.Management.Automation;

namespace KindTools.Pipeline;

/// <summary>From what users type as names to patterns that the engine can match without knowing PowerShell.</summary>
internal static class NamePatterns
{
    /// <summary>Names as PowerShell's wildcards, case-insensitive; none for a parameter that was not given.</summary>
    public static IReadOnlyList<NamePattern> From(string[]? names) => names is null ? [] : [.. names.Select(From)];

    private static NamePattern From(string text)
    {
        var wildcard = new WildcardPattern(text, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        try
        {
            wildcard.IsMatch(""); // The pattern is looked at only now.
        }
        catch (WildcardPatternException invalid)
        {
            throw new KindToolsException("PatternInvalid", FailureCategory.InvalidArgument, $"'{text}' is no pattern of wildcards: a bracket is not closed. '`[' in single quotes means the bracket itself.", text, invalid);
        }

        return new NamePattern(text, WildcardPattern.ContainsWildcardCharacters(text), wildcard.IsMatch);
    }
}
