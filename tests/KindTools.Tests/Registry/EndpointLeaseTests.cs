using KindTools.Core.Registry;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Registry;

public class EndpointLeaseTests
{
    [Fact]
    public void The_next_push_has_the_identity_of_the_last()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(TakeAndReturn(folder.Path), TakeAndReturn(folder.Path));
    }

    [Fact]
    public void Two_pushes_at_a_time_have_an_identity_each_and_keep_it()
    {
        using var folder = new TemporaryFolder();
        EndpointIdentity first, second;
        using (var one = EndpointLease.Take(folder.Path))
        using (var other = EndpointLease.Take(folder.Path))
            (first, second) = (one.Identity, other.Identity);

        Assert.NotEqual(first.Repository, second.Repository);
        using var again = EndpointLease.Take(folder.Path);
        using var andAgain = EndpointLease.Take(folder.Path);
        Assert.Equal((first, second), (again.Identity, andAgain.Identity));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"Port":70000,"Repository":"kindtools-1"}""")]
    public void A_file_that_makes_no_sense_is_written_anew(string content)
    {
        using var folder = new TemporaryFolder();
        folder.Write("endpoint.json", content);

        var made = TakeAndReturn(folder.Path);

        Assert.StartsWith(EndpointIdentity.Prefix, made.Repository);
        Assert.Equal(made, TakeAndReturn(folder.Path));
    }

    [Fact]
    public void Where_nothing_can_be_kept_it_is_a_new_one_each_time()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("file", "");

        Assert.NotEqual(TakeAndReturn(file).Repository, TakeAndReturn(file).Repository);
    }

    [Fact]
    public void Nobody_else_may_read_it()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("There the user's folder is the user's.");
            return;
        }

        using var folder = new TemporaryFolder();
        TakeAndReturn(folder.Path);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder.Path, "endpoint.json")));
    }

    private static EndpointIdentity TakeAndReturn(string folder)
    {
        using var lease = EndpointLease.Take(folder);
        return lease.Identity;
    }
}
