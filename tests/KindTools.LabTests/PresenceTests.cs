namespace KindTools.LabTests;

/// <summary>Test-PodPullPolicy with -Cluster, on real engines and nodes.</summary>
public class PresenceTests
{
    private const string Image = "kindtools-test/presence:dev";

    [Theory]
    [InlineData("classic")]
    [InlineData("containerd")]
    public void What_the_nodes_hold_decides_the_verdict(string engine)
    {
        var lab = Lab.WithEngine(engine);
        using var module = lab.OpenModule();
        lab.RemoveTestImages();
        var pod = $"apiVersion: v1`nkind: Pod`nspec:`n  containers: [{{image: {Image}}}]`n";
        var test = $"\"{pod}\" | Test-PodPullPolicy -Cluster {lab.Cluster}";
        try
        {
            Assert.Equal(PullPolicyVerdict.NodeLacksImage, Judge(test).Verdict);

            lab.Build(Image, ("a", [1]));
            module.Run($"Import-KindImage {Image}");
            Assert.Empty(module.Errors);
            var present = Judge(test);
            Assert.Equal((PullPolicyVerdict.UsesNodeImage, FindingSeverity.Information), (present.Verdict, present.Severity));
            Assert.Equal(lab.NodeNames().Order(), present.Nodes!.PresentOn.Order());

            lab.Build(Image, ("a", [2]));
            Assert.Equal(PullPolicyVerdict.UsesOtherImage, Judge(test).Verdict);

            // The results themselves tell Import-KindImage what is missing.
            module.Run($"{test} | Import-KindImage");
            Assert.Empty(module.Errors);
            Assert.Equal(PullPolicyVerdict.UsesNodeImage, Judge(test).Verdict);
        }
        finally
        {
            lab.RemoveTestImages();
        }

        PullPolicyResult Judge(string script)
        {
            var results = module.Run(script);
            Assert.Empty(module.Errors);
            return (PullPolicyResult)Assert.Single(results).BaseObject;
        }
    }
}
