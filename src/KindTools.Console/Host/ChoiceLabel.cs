using System.Management.Automation.Host;

namespace KindTools.Console.Host;

/// <summary>A choice as it is shown and typed: <c>&amp;</c> in the label stands before its key.</summary>
/// <param name="Key">What to type.</param>
/// <param name="Text">What to read.</param>
internal sealed record ChoiceLabel(string Key, string Text)
{
    public static ChoiceLabel Parse(ChoiceDescription choice) => Parse(choice.Label);

    public static ChoiceLabel Parse(string label)
    {
        var mark = label.IndexOf('&', StringComparison.Ordinal);
        return mark >= 0 && mark + 1 < label.Length
            ? new ChoiceLabel(label[mark + 1].ToString().ToUpperInvariant(), label.Remove(mark, 1))
            : new ChoiceLabel(label, label);
    }

    public bool Matches(string answer) =>
        answer.Equals(Key, StringComparison.OrdinalIgnoreCase) || answer.Equals(Text, StringComparison.OrdinalIgnoreCase);
}
