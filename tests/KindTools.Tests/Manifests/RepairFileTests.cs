using System.Text;
using KindTools.Core.Manifests;
using KindTools.Tests.Fakes;
using static KindTools.Tests.Manifests.ManifestText;

namespace KindTools.Tests.Manifests;

/// <summary>What a repair does to files.</summary>
public sealed class RepairFileTests : IDisposable
{
    private static readonly string Before = Pod("containers:\n- name: é漢😀\n  image: app");
    private static readonly string After = Pod("containers:\n- name: é漢😀\n  image: app\n  imagePullPolicy: IfNotPresent");

    private readonly TemporaryFolder _folder = new();
    private readonly RecordingLog _log = new();
    private readonly List<RepairProposal> _proposals = [];
    private Func<RepairProposal, bool> _approve = _ => true;

    public static TheoryData<string, Encoding> Encodings { get; } = new()
    {
        { "UTF-8", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) },
        { "UTF-8 with a mark", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true) },
        { "UTF-16", Encoding.Unicode },
        { "UTF-16, big end first", Encoding.BigEndianUnicode },
        { "UTF-32", Encoding.UTF32 },
        { "UTF-32, big end first", new UTF32Encoding(bigEndian: true, byteOrderMark: true) },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task A_file_keeps_its_encoding_and_its_mark(string name, Encoding encoding)
    {
        var file = _folder.Write("pod.yaml", [.. encoding.GetPreamble(), .. encoding.GetBytes(Before)]);

        Assert.Equal(PullPolicyRepairStatus.Repaired, Assert.Single(await RepairAsync(file)).Status);
        Assert.True(Bytes(file).SequenceEqual([.. encoding.GetPreamble(), .. encoding.GetBytes(After)]), name);
        Assert.Equal([file], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_second_repair_writes_nothing()
    {
        var file = _folder.Write("pod.yaml", Before);
        await RepairAsync(file);
        File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);

        Assert.Empty(await RepairAsync(file));
        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(file));
        Assert.Single(_proposals);
    }

    [Fact]
    public async Task What_is_not_approved_is_not_written()
    {
        var file = _folder.Write("pod.yaml", Before);
        _approve = _ => false;

        Assert.Equal(PullPolicyRepairStatus.Planned, Assert.Single(await RepairAsync(file)).Status);
        Assert.Equal(Before, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal((file, 1), (_proposals[0].File, _proposals[0].Count));
        Assert.Equal(
            $"""
            --- {file}
            +++ {file}
            @@ -6,3 +6,4 @@
               containers:
               - name: é漢😀
                 image: app
            +    imagePullPolicy: IfNotPresent
            """,
            _proposals[0].Diff(inColour: false));
        Assert.Equal(_proposals[0].Diff(inColour: false), _proposals[0].Diff(inColour: true).Replace("\e[1m", "").Replace("\e[32m", "").Replace("\e[36m", "").Replace("\e[0m", ""));
        Assert.Contains("\e[32m+    imagePullPolicy: IfNotPresent\e[0m", _proposals[0].Diff(inColour: true), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)]
    public async Task A_file_keeps_its_mode(UnixFileMode mode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Modes are Unix'.");
        var file = _folder.Write("pod.yaml", Before);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, mode);

        await RepairAsync(file);

        Assert.Equal(After, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        if (!OperatingSystem.IsWindows()) Assert.Equal(mode, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task A_link_stays_a_link()
    {
        var file = _folder.Write("real/pod.yaml", Before);
        var link = Path.Combine(_folder.Path, "link.yaml");
        File.CreateSymbolicLink(link, Path.Combine("real", "pod.yaml"));

        await RepairAsync(link);

        Assert.Equal(Path.Combine("real", "pod.yaml"), new FileInfo(link).LinkTarget);
        Assert.Equal(After, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_somebody_else_writes_meanwhile_is_not_overwritten()
    {
        var file = _folder.Write("pod.yaml", Before);
        _approve = _ =>
        {
            File.AppendAllText(file, "# mine\n");
            return true;
        };

        Assert.Equal(PullPolicyRepairStatus.Planned, Assert.Single(await RepairAsync(file)).Status);
        Assert.Equal("ManifestChanged", Assert.Single(_log.Errors).ErrorId);
        Assert.Equal(Before + "# mine\n", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal([file], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_file_that_is_no_UTF8_is_left_alone()
    {
        byte[] latin1 = [.. Encoding.Latin1.GetBytes(Before.Replace("漢😀", "", StringComparison.Ordinal))];
        var file = _folder.Write("pod.yaml", latin1);

        Assert.Empty(await RepairAsync(file));
        Assert.Equal("ManifestEncodingUnknown", Assert.Single(_log.Errors).ErrorId);
        Assert.Equal(latin1, Bytes(file));
    }

    [Fact]
    public async Task Results_of_a_test_tell_what_to_mend()
    {
        var file = _folder.Write("pods.yaml", Pod("containers:\n- image: a\n- image: b\n- image: c:1"));
        var results = await TestAsync(file);

        var repair = Assert.Single(await RepairAsync([results[1], results[2]]));

        Assert.Equal(("b", PullPolicyRepairStatus.Repaired), (repair.Image, repair.Status));
        Assert.Equal(
            Pod("containers:\n- image: a\n- image: b\n  imagePullPolicy: IfNotPresent\n- image: c:1"),
            await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Empty(_log.Errors);
    }

    [Fact]
    public async Task Results_that_no_longer_hold_are_reported()
    {
        var file = _folder.Write("pods.yaml", Pod("containers:\n- image: a\n- image: b"));
        var results = await TestAsync(file);
        _folder.Write("pods.yaml", Pod("containers:\n- image: a\n- image: other"));

        Assert.Equal("a", Assert.Single(await RepairAsync([.. results])).Image);
        Assert.Equal("ManifestChanged", Assert.Single(_log.Errors).ErrorId);
        Assert.Contains("'b' is no longer there", _log.Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Results_about_text_have_no_file_to_mend()
    {
        Assert.Empty(await RepairAsync([.. Test(Pod("containers:\n- image: a"))]));
        Assert.Equal("ResultWithoutFile", Assert.Single(_log.Errors).ErrorId);
    }

    private static byte[] Bytes(string file) => File.ReadAllBytes(file);

    private PullPolicyRepairer Repairer() => new(RepairWish.Default, proposal =>
    {
        _proposals.Add(proposal);
        return Task.FromResult(_approve(proposal));
    });

    private async Task<List<PullPolicyRepair>> RepairAsync(string path)
    {
        var repairs = new List<PullPolicyRepair>();
        await foreach (var repair in Repairer().RepairPathAsync(path, recurse: false, _log, TestContext.Current.CancellationToken)) repairs.Add(repair);
        return repairs;
    }

    private async Task<List<PullPolicyRepair>> RepairAsync(IReadOnlyList<PullPolicyResult> results)
    {
        var repairs = new List<PullPolicyRepair>();
        await foreach (var repair in Repairer().RepairResultsAsync(results, _log, TestContext.Current.CancellationToken)) repairs.Add(repair);
        return repairs;
    }

    private async Task<List<PullPolicyResult>> TestAsync(string file)
    {
        var results = new List<PullPolicyResult>();
        await foreach (var result in new PullPolicyTester(_folder.Path).TestPathAsync(file, recurse: false, _log, TestContext.Current.CancellationToken)) results.Add(result);
        return results;
    }
}
