using KindTools.Core.Manifests;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Manifests;

public sealed class ManifestFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kindtools-").FullName;
    private readonly RecordingLog _log = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_folder_gives_its_manifests_and_passes_over_the_rest()
    {
        Write("b.yaml", ManifestText.Pod("containers: [{image: app:2}]"));
        Write("a.YML", ManifestText.Pod("containers: [{image: app:1}]"));
        Write("c.json", "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"spec\":{\"containers\":[{\"image\":\"app:3\"}]}}");
        Write("notes.txt", ManifestText.Pod("containers: [{image: app:4}]"));
        Write("values.yaml", "image: app\ncontainers: [{image: x}]");
        Write("package.json", "{\"name\": \"x\"}");
        Write("sub/d.yaml", ManifestText.Pod("containers: [{image: app:5}]"));
        Write("sub/.git/e.yaml", ManifestText.Pod("containers: [{image: app:6}]"));

        Assert.Equal(["app:1", "app:2", "app:3"], (await TestAsync("", recurse: false)).Select(result => result.Image));
        Assert.Equal(["app:1", "app:2", "app:3", "app:5"], (await TestAsync("", recurse: true)).Select(result => result.Image));
        Assert.Empty(_log.Errors);
    }

    [Fact]
    public async Task A_broken_file_is_reported_and_the_next_one_is_read()
    {
        Write("a.yaml", "a: b: c");
        Write("b.yaml", ManifestText.Pod("containers: [{image: app:1}]"));

        Assert.Equal("app:1", Assert.Single(await TestAsync("", recurse: false)).Image);
        Assert.StartsWith(Path.Combine(_folder, "a.yaml") + ", line 1, column 5: ", Assert.Single(_log.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_is_reported()
    {
        Assert.Empty(await TestAsync("nope.yaml", recurse: false));
        Assert.Equal("PathNotFound", Assert.Single(_log.Errors).ErrorId);
    }

    [Fact]
    public async Task A_byte_order_mark_and_other_encodings_are_read()
    {
        var text = ManifestText.Pod("containers: [{name: é, image: app:1}]");
        await File.WriteAllTextAsync(Path.Combine(_folder, "a.yaml"), text, new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder, "b.yaml"), text, System.Text.Encoding.Unicode, TestContext.Current.CancellationToken);

        Assert.Equal([("é", 6), ("é", 6)], (await TestAsync("", recurse: false)).Select(result => (result.Container, result.Line)));
    }

    [Fact]
    public async Task What_is_no_UTF8_is_reported_as_kubectl_would()
    {
        await File.WriteAllBytesAsync(
            Path.Combine(_folder, "a.yaml"), System.Text.Encoding.Latin1.GetBytes(ManifestText.Pod("containers: [{name: é, image: app:1}]")), TestContext.Current.CancellationToken);
        Write("b.yaml", ManifestText.Pod("containers: [{image: app:1}]"));

        Assert.Single(await TestAsync("", recurse: false));
        Assert.Equal("ManifestEncodingUnknown", Assert.Single(_log.Errors).ErrorId);
    }

    [Fact]
    public async Task Many_documents_are_told_of_in_their_order()
    {
        // Of very different sizes, so that some are read much sooner than those before them.
        const int Many = 2000;
        var padding = new string('#', 20_000);
        for (var file = 0; file < 3; file++)
        {
            Write($"{file}.yaml", string.Concat(Enumerable.Range(0, Many).Select(document =>
                "---\n" + ManifestText.Pod($"containers: [{{image: 'app:{file}-{document}'}}]") + (document % 50 == 0 ? padding + "\n" : "") + (document % 100 == 1 ? "...\na: 1\n" : ""))));
        }

        var results = await TestAsync("", recurse: false);

        Assert.Equal(Enumerable.Range(0, 3).SelectMany(file => Enumerable.Range(0, Many).Select(document => $"app:{file}-{document}")), results.Select(result => result.Image));
        Assert.All(results.Select((result, index) => (result, index % Many)), pair => Assert.Equal(pair.Item2 + ((pair.Item2 + 98) / 100), pair.result.Document));
        Assert.Equal(results.Take(Many).Select(result => result.Line), results.Skip(Many).Take(Many).Select(result => result.Line));
    }

    [Fact]
    public async Task A_long_document_is_not_read_to_its_end_when_nobody_wants_it()
    {
        Write("long.yaml", "apiVersion: v1\nkind: ConfigMap\ndata:\n" + string.Concat(Enumerable.Range(0, 1_000_000).Select(key => $"  key-{key}: value\n")));
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        stopping.CancelAfter(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in new PullPolicyTester(_folder).TestPathAsync(_folder, recurse: false, _log, stopping.Token)) { }
        });
    }

    [Fact]
    public async Task Links_to_folders_are_not_followed()
    {
        Write("sub/a.yaml", ManifestText.Pod("containers: [{image: app:1}]"));
        Directory.CreateSymbolicLink(Path.Combine(_folder, "sub", "up"), _folder);

        Assert.Single(await TestAsync("", recurse: true));
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private async Task<List<PullPolicyResult>> TestAsync(string name, bool recurse)
    {
        var results = new List<PullPolicyResult>();
        await foreach (var result in new PullPolicyTester(_folder).TestPathAsync(Path.Combine(_folder, name), recurse, _log, TestContext.Current.CancellationToken))
            results.Add(result);
        return results;
    }
}
