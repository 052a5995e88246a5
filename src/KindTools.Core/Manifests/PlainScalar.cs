using System.Text.RegularExpressions;

namespace KindTools.Core.Manifests;

/// <summary>
/// What an unquoted scalar is to Kubernetes, which reads YAML 1.1 (goyaml.v2 resolve.go): <c>1.20</c> is a number
/// and <c>on</c> a truth value, and the API server refuses both where it wants text.
/// </summary>
internal static partial class PlainScalar
{
    public static bool IsNull(string value) => value is "" or "~" or "null" or "Null" or "NULL";

    public static bool IsNotText(string value) => IsNull(value) || IsTruth(value) || IsNumber(value);

    private static bool IsTruth(string value) => value is
        "y" or "Y" or "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON" or
        "n" or "N" or "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF";

    private static bool IsNumber(string value)
    {
        if (!(char.IsAsciiDigit(value[0]) || value[0] is '+' or '-' or '.')) return false;

        return FloatPattern().IsMatch(value) || IntegerPattern().IsMatch(value.Replace("_", "", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\A(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\z")]
    private static partial Regex FloatPattern();

    [GeneratedRegex(@"\A[-+]?(?:[0-9]+|0[xX][0-9a-fA-F]+|0[oO]?[0-7]+|0[bB][01]+)\z")]
    private static partial Regex IntegerPattern();
}
