using System.Management.Automation;

namespace KindTools.Console.Commands.Objects;

/// <summary>PowerShell's order and equality: numbers by size, text by culture, ignoring case unless asked.</summary>
internal sealed class ValueComparer(bool caseSensitive) : IComparer<object?>, IEqualityComparer<object?>
{
    public int Compare(object? x, object? y)
    {
        try
        {
            return LanguagePrimitives.Compare(x, y, !caseSensitive);
        }
        catch (ArgumentException)
        {
            // Values that have no order of their own are ordered by their text, as in pwsh.
            return string.Compare(
                PSObject.AsPSObject(x ?? "").ToString(),
                PSObject.AsPSObject(y ?? "").ToString(),
                caseSensitive ? StringComparison.CurrentCulture : StringComparison.CurrentCultureIgnoreCase);
        }
    }

    public new bool Equals(object? x, object? y) => LanguagePrimitives.Equals(x, y, !caseSensitive);

    public int GetHashCode(object? value) =>
        string.GetHashCode(
            value is null ? "" : PSObject.AsPSObject(value).ToString(), StringComparison.OrdinalIgnoreCase);
}
