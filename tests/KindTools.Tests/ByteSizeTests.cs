namespace KindTools.Tests;

public class ByteSizeTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1, "1 B")]
    [InlineData(999, "999 B")]
    [InlineData(1000, "1.00 kB")]
    [InlineData(1234, "1.23 kB")]
    [InlineData(9994, "9.99 kB")]
    [InlineData(9995, "10.0 kB")]
    [InlineData(12_345, "12.3 kB")]
    [InlineData(99_949, "99.9 kB")]
    [InlineData(99_950, "100 kB")]
    [InlineData(999_499, "999 kB")]
    [InlineData(999_500, "1.00 MB")]
    [InlineData(1_060_000, "1.06 MB")]
    [InlineData(608_000_000, "608 MB")]
    [InlineData(8_589_934_592, "8.59 GB")]
    [InlineData(1.5e12, "1.50 TB")]
    [InlineData(4.2e15, "4200 TB")]
    public void Bytes_are_written_with_three_digits_in_powers_of_1000(double bytes, string text) =>
        Assert.Equal(text, ByteSize.Format(bytes));
}
