using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace KindTools.ModuleTests;

public sealed partial class TestPodPullPolicyTests : IDisposable
{
    private static readonly string Story = Path.Combine(Module.Root, "examples", "story");

    private readonly Module _module = new();

    public void Dispose() => _module.Dispose();

    [Fact]
    public void The_storys_manifests_are_judged_as_they_will_fare()
    {
        var results = Run("Test-PodPullPolicy $args[0]", Story);

        Assert.Equal(
            [
                "job-ifnotpresent.yaml 13 UsesNodeImage",
                "job-v1.yaml 13 UsesNodeImage",
                "job.yaml 13 IgnoresNodeImage",
            ],
            results.Select(result => $"{Path.GetFileName(Text(result, "File"))} {Text(result, "Line")} {Text(result, "Verdict")}"));
        Assert.Contains("tag 'latest'", Text(results[2], "Reason"), StringComparison.Ordinal);
        Assert.Contains("imagePullPolicy: IfNotPresent", Text(results[2], "Remedy"), StringComparison.Ordinal);
        Assert.Empty(_module.Errors);
    }

    [Theory]
    [InlineData("job*.yaml", 3)]
    [InlineData("job-*.yaml", 2)]
    [InlineData("job.y?ml", 1)]
    public void Wildcards_are_resolved(string pattern, int count) =>
        Assert.Equal(count, Run("Test-PodPullPolicy $args[0]", Path.Combine(Story, pattern)).Count);

    [Fact]
    public void A_literal_path_is_taken_as_it_is()
    {
        var folder = Directory.CreateTempSubdirectory("kindtools-");
        try
        {
            var file = Path.Combine(folder.FullName, "a[1].yaml");
            File.Copy(Path.Combine(Story, "job.yaml"), file);

            Assert.Equal(file, Text(Assert.Single(Run("Test-PodPullPolicy -LiteralPath $args[0]", file)), "File"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Files_from_the_pipeline_bind_by_their_PSPath()
    {
        // What Get-ChildItem gives, which this small engine does not have.
        var file = PSObject.AsPSObject(new FileInfo(Path.Combine(Story, "job.yaml")));
        file.Properties.Add(new PSNoteProperty("PSPath", @"Microsoft.PowerShell.Core\FileSystem::" + Path.Combine(Story, "job.yaml")));

        var results = _module.Run("$input | Test-PodPullPolicy", file);

        Assert.Equal(Path.Combine(Story, "job.yaml"), Text(Assert.Single(results), "File"));
    }

    [Fact]
    public void Lines_of_a_file_are_text_although_they_know_their_file()
    {
        // What Get-Content gives.
        var lines = File.ReadLines(Path.Combine(Story, "job.yaml")).Select(line =>
        {
            var text = new PSObject(line);
            text.Properties.Add(new PSNoteProperty("PSPath", Path.Combine(Story, "job.yaml")));
            return (object)text;
        });

        var result = Assert.Single(_module.Run("$input | Test-PodPullPolicy", [.. lines]));

        Assert.Equal(("", "13"), (Text(result, "File"), Text(result, "Line")));
    }

    [Fact]
    public void Text_comes_in_one_piece_or_line_by_line_or_as_an_argument()
    {
        var text = File.ReadAllText(Path.Combine(Story, "job.yaml"));
        object[] lines = text.TrimEnd('\n').Split('\n');

        // Records are equal when all they say is.
        var whole = Assert.Single(_module.Run("$input | Test-PodPullPolicy", text)).BaseObject;

        Assert.Equal(whole, Assert.Single(_module.Run("$input | Test-PodPullPolicy", lines)).BaseObject);
        Assert.Equal(whole, Assert.Single(Run("Test-PodPullPolicy -InputObject $args[0]", text)).BaseObject);
        Assert.Equal(whole, Assert.Single(Run("Test-PodPullPolicy -InputObject $args", lines)).BaseObject);
    }

    [Fact]
    public void A_document_is_judged_before_the_next_one_has_come()
    {
        var seen = _module.Run(
            """
            $come = [System.Collections.Generic.List[string]]::new()
            & {
                foreach ($line in 'apiVersion: v1', 'kind: Pod', 'spec: {containers: [{image: a}]}', '---', 'kind: X') { $come.Add($line); $line }
            } | Test-PodPullPolicy | ForEach-Object { $come.Count }
            """);

        Assert.Equal(4, Assert.Single(seen).BaseObject);
    }

    [Fact]
    public void Nothing_is_read_any_more_when_nobody_wants_it()
    {
        // Select-Object -First stops the pipeline from downstream; this engine does not have it, but break does the same.
        var seen = _module.Run(
            """
            $come = 0
            foreach ($once in 1) {
                & { foreach ($i in 1..100) { $script:come = $i; "---`napiVersion: v1`nkind: Pod`nspec: {containers: [{image: a}]}`n" } } |
                    Test-PodPullPolicy | ForEach-Object { break }
            }
            $come
            """);

        Assert.Equal(1, Assert.Single(seen).BaseObject);
        Assert.Empty(_module.Errors);
    }

    [Theory]
    [InlineData("job.yaml", false)]
    [InlineData("job-v1.yaml", true)]
    [InlineData("job-*.yaml", true)]
    [InlineData("*.yaml", false)]
    [InlineData("../../global.json", true)]
    public void Quiet_answers_with_one_truth_value(string pattern, bool expected) =>
        Assert.Equal(expected, Assert.Single(_module.Run($"Test-PodPullPolicy '{Path.Combine(Story, pattern)}' -Quiet")).BaseObject);

    [Theory]
    [InlineData("Test-PodPullPolicy nope.yaml", "PathNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Test-PodPullPolicy *.nope", "PathNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Test-PodPullPolicy -LiteralPath nope.yaml", "PathNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Test-PodPullPolicy -LiteralPath nope:/a", "PathNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Test-PodPullPolicy -InputObject \"a: b`n`tc: d\"", "ManifestSyntaxError", ErrorCategory.ParserError)]
    [InlineData("'a: [' | Test-PodPullPolicy", "ManifestSyntaxError", ErrorCategory.ParserError)]
    [InlineData("Test-PodPullPolicy -InputObject \"{{- x }}`na: [`n\"", "ManifestIsTemplate", ErrorCategory.InvalidData)]
    [InlineData("$null = $ExecutionContext.SessionState.Path.SetLocation($story); 'job.yaml' | Test-PodPullPolicy", "PathPipedAsText", ErrorCategory.InvalidArgument)]
    public void An_error_has_its_id_and_the_rest_goes_on(string command, string errorId, ErrorCategory category)
    {
        var results = _module.Run($"$story = '{Story}'; {command}; Test-PodPullPolicy $story/job.yaml");

        Assert.Single(results);
        var error = Assert.Single(_module.Errors);
        Assert.Equal($"{errorId},KindTools.Commands.TestPodPullPolicyCommand", error.FullyQualifiedErrorId);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.Equal(false, Assert.Single(_module.Run($"$story = '{Story}'; {command} -Quiet")).BaseObject);
    }

    [Fact]
    public void A_file_without_objects_is_mentioned_only_to_who_asks()
    {
        var command = $"Test-PodPullPolicy '{Path.Combine(Module.Root, "global.json")}'";

        Assert.Empty(_module.Run($"{command} *>&1"));
        Assert.Contains("holds no Kubernetes object", Assert.Single(_module.Run($"{command} -Verbose *>&1")).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Results_and_errors_come_in_the_order_of_the_text()
    {
        const string Pod = "apiVersion: v1\nkind: Pod\nspec: {containers: [{image: a}, {image: b}]}\n";

        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, $"{Pod}---\na: b: c\n---\n{Pod}");

            var said = Run("Test-PodPullPolicy $args[0] *>&1", file).Select(one => one.BaseObject.GetType().Name);

            Assert.Equal(["PullPolicyResult", "PullPolicyResult", "ErrorRecord", "PullPolicyResult", "PullPolicyResult"], said);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Findings_become_errors_for_scripts_that_stop_at_them()
    {
        var results = Run("Test-PodPullPolicy $args[0] -ErrorOnFinding", Story);

        Assert.Equal(3, results.Count);
        var error = Assert.Single(_module.Errors);
        Assert.Equal("ImageOnNodeIgnored,KindTools.Commands.TestPodPullPolicyCommand", error.FullyQualifiedErrorId);
        Assert.Contains("job.yaml, line 13, column 18: The image has the tag 'latest'", error.Exception.Message, StringComparison.Ordinal);
        Assert.Same(results[2].BaseObject, error.TargetObject);
    }

    [Fact]
    public void Pods_at_other_paths_are_named()
    {
        const string Workflow = "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nspec: {templates: [{container: {image: app}}]}\n";

        Assert.Empty(Run("$args[0] | Test-PodPullPolicy", Workflow));
        Assert.Equal("IgnoresNodeImage", Text(Assert.Single(Run("$args[0] | Test-PodPullPolicy -PodSpecPath spec.templates.container", Workflow)), "Verdict"));
        Assert.Contains("imagePullPolicy: IfNotPresent", Assert.Single(Run("$args[0] | Repair-PodPullPolicy -PodSpecPath spec.templates.container", Workflow)).ToString(), StringComparison.Ordinal);
        Run("$args[0] | Test-PodPullPolicy -PodSpecPath 'a[0]'", Workflow);
        Assert.StartsWith("PodSpecPathInvalid,", Assert.Single(_module.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Findings_become_one_Sarif_file()
    {
        var sarif = Assert.Single(Run("Test-PodPullPolicy $args[0] | ConvertTo-PodPullPolicySarif -Root $args[1]", Story, Module.Root)).ToString();

        using var document = System.Text.Json.JsonDocument.Parse(sarif);
        var finding = Assert.Single(document.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray());
        Assert.Equal(
            "examples/story/job.yaml",
            finding.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString());
    }

    [Theory]
    [InlineData(100)]
    [InlineData(80)]
    public void The_table_fits_the_window_and_shows_the_verdict(int width)
    {
        var host = new PrintingHost(width);
        using var module = new Module(host: host);
        module.Run($"Test-PodPullPolicy '{Story}' | Out-Default");

        var lines = Colours().Replace(host.Printed, "").Split(Environment.NewLine).Select(line => line.TrimEnd()).Where(line => line.Length > 0).ToList();

        var image = width == 100 ? "resouer/ubuntu-bc:latest " : "resou…c:latest ";
        var tagged = width == 100 ? "resouer/ubuntu-bc:v1     " : "resou…tu-bc:v1 ";
        var gap = width == 100 ? new string(' ', 10) : "";
        Assert.Equal(
            [
                $"   File: {Story}/job-ifnotpresent.yaml",
                $" LINE KIND/NAME      {gap}CONTAINER  {"IMAGE".PadRight(image.Length)}POLICY         VERDICT",
                $" ---- ---------      {gap}---------  {"-----".PadRight(image.Length)}------         -------",
                $"   13 Job/pi         {gap}pi         {image}IfNotPresent   UsesNodeImage",
                $"   File: {Story}/job-v1.yaml",
                $" LINE KIND/NAME      {gap}CONTAINER  {"IMAGE".PadRight(image.Length)}POLICY         VERDICT",
                $" ---- ---------      {gap}---------  {"-----".PadRight(image.Length)}------         -------",
                $"   13 Job/pi         {gap}pi         {tagged}(IfNotPresent) UsesNodeImage",
                $"   File: {Story}/job.yaml",
                $" LINE KIND/NAME      {gap}CONTAINER  {"IMAGE".PadRight(image.Length)}POLICY         VERDICT",
                $" ---- ---------      {gap}---------  {"-----".PadRight(image.Length)}------         -------",
                $"   13 Job/pi         {gap}pi         {image}(Always)       IgnoresNodeImage",
            ],
            lines);
    }

    [GeneratedRegex("\e\\[[0-9;]*m")]
    private static partial Regex Colours();

    private Collection<PSObject> Run(string script, params object[] arguments)
    {
        _module.Shell.Commands.Clear();
        _module.Streams.ClearStreams();
        var command = _module.Shell.AddScript(script);
        foreach (var argument in arguments) command.AddArgument(argument);
        return command.Invoke();
    }

    private static string Text(PSObject result, string property) => $"{result.Properties[property].Value}";
}
