using System.Security.Cryptography;
using KindTools.Core.Transfer;

namespace KindTools.Tests.Transfer;

public class PooledBytesTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(131_072, 131_072)]
    [InlineData(131_073, 65_536)]
    [InlineData(1_000_000, 100_000)]
    [InlineData(1_000_000, 300_000)]
    public void What_came_in_parts_of_any_size_is_there_in_order(int length, int partLength)
    {
        var content = RandomNumberGenerator.GetBytes(length);
        using var bytes = new PooledBytes();
        foreach (var part in content.Chunk(partLength)) bytes.Append(part);

        Assert.Equal(length, bytes.Length);
        Assert.Equal(content, bytes.ToArray());
        Assert.Equal(content, bytes.Parts.SelectMany(part => part.ToArray()));

        bytes.Dispose();
        bytes.Append([1, 2, 3]);
        Assert.Equal([1, 2, 3], bytes.ToArray());
    }
}
