using System.Globalization;

namespace KindTools;

/// <summary>Bytes for people, in powers of 1000 as Docker and crictl write them.</summary>
public static class ByteSize
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB"];

    /// <summary>Three significant digits, for example <c>1.06 MB</c>.</summary>
    public static string Format(double bytes)
    {
        var unit = 0;
        while (bytes >= 999.5 && unit < Units.Length - 1)
        {
            bytes /= 1000;
            unit++;
        }

        var digits = unit == 0 || bytes >= 99.95 ? "0" : bytes >= 9.995 ? "0.0" : "0.00";
        return bytes.ToString(digits, CultureInfo.InvariantCulture) + " " + Units[unit];
    }
}
