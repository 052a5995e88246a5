using KindTools.Core.Images;

namespace KindTools.Tests.Images;

public class PullPolicyRuleTests
{
    private const string Digest = "@sha256:ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff";

    [Theory]
    // the tag latest, said or meant
    [InlineData("app:latest", PullPolicy.Always, PullPolicyCause.TagIsLatest)]
    [InlineData("app", PullPolicy.Always, PullPolicyCause.TagIsAbsent)]
    [InlineData("team/app", PullPolicy.Always, PullPolicyCause.TagIsAbsent)]
    [InlineData("registry.example/app", PullPolicy.Always, PullPolicyCause.TagIsAbsent)]
    // a port is no tag …
    [InlineData("registry:5000/app", PullPolicy.Always, PullPolicyCause.TagIsAbsent)]
    [InlineData("registry:5000/app:latest", PullPolicy.Always, PullPolicyCause.TagIsLatest)]
    [InlineData("registry:5000/app:1", PullPolicy.IfNotPresent, PullPolicyCause.TagIsOther)]
    [InlineData("[::1]:5000/app", PullPolicy.Always, PullPolicyCause.TagIsAbsent)]
    // … unless nothing follows it
    [InlineData("registry:5000", PullPolicy.IfNotPresent, PullPolicyCause.TagIsOther)]
    [InlineData("latest", PullPolicy.Always, PullPolicyCause.TagIsAbsent)]
    [InlineData("latest:1", PullPolicy.IfNotPresent, PullPolicyCause.TagIsOther)]
    // any other tag
    [InlineData("app:v1", PullPolicy.IfNotPresent, PullPolicyCause.TagIsOther)]
    [InlineData("app:Latest", PullPolicy.IfNotPresent, PullPolicyCause.TagIsOther)]
    [InlineData("app:LATEST", PullPolicy.IfNotPresent, PullPolicyCause.TagIsOther)]
    [InlineData("app:latest-alpine", PullPolicy.IfNotPresent, PullPolicyCause.TagIsOther)]
    [InlineData("app:dev", PullPolicy.IfNotPresent, PullPolicyCause.TagIsOther)]
    // a digest does not take the tag's say away
    [InlineData("app" + Digest, PullPolicy.IfNotPresent, PullPolicyCause.DigestAlone)]
    [InlineData("app:latest" + Digest, PullPolicy.Always, PullPolicyCause.TagIsLatest)]
    [InlineData("app:v1" + Digest, PullPolicy.IfNotPresent, PullPolicyCause.TagIsOther)]
    // what cannot be parsed has no tag
    [InlineData("App:latest", PullPolicy.IfNotPresent, PullPolicyCause.InvalidReference)]
    [InlineData("https://registry.example/app:latest", PullPolicy.IfNotPresent, PullPolicyCause.InvalidReference)]
    [InlineData("app:latest ", PullPolicy.IfNotPresent, PullPolicyCause.InvalidReference)]
    [InlineData("app:", PullPolicy.IfNotPresent, PullPolicyCause.InvalidReference)]
    [InlineData("app@sha256:abc", PullPolicy.IfNotPresent, PullPolicyCause.InvalidReference)]
    [InlineData("", PullPolicy.IfNotPresent, PullPolicyCause.InvalidReference)]
    public void Without_a_declared_policy_the_tag_decides(string image, PullPolicy policy, PullPolicyCause cause)
    {
        Assert.Equal((policy, cause), Apply(image, null));
        Assert.Equal((policy, cause), Apply(image, ""));
    }

    [Theory]
    [InlineData("app:latest", "IfNotPresent", PullPolicy.IfNotPresent)]
    [InlineData("app", "Never", PullPolicy.Never)]
    [InlineData("app:v1", "Always", PullPolicy.Always)]
    [InlineData("app" + Digest, "Always", PullPolicy.Always)]
    [InlineData("App:latest", "Always", PullPolicy.Always)]
    public void A_declared_policy_stands(string image, string declared, PullPolicy policy) =>
        Assert.Equal((policy, PullPolicyCause.Declared), Apply(image, declared));

    [Theory]
    [InlineData("always")]
    [InlineData("ifNotPresent")]
    [InlineData("Always ")]
    [InlineData("OnFailure")]
    [InlineData("1")]
    public void Any_other_policy_is_refused(string declared) =>
        Assert.Equal((null, PullPolicyCause.UnknownPolicy), Apply("app:v1", declared));

    [Fact]
    public void An_invalid_reference_says_why()
    {
        var ruling = PullPolicyRule.Apply("App", null);

        Assert.Null(ruling.Reference);
        Assert.Contains("lower case", ruling.InvalidReason, StringComparison.Ordinal);
    }

    private static (PullPolicy? Policy, PullPolicyCause Cause) Apply(string image, string? declared)
    {
        var ruling = PullPolicyRule.Apply(image, declared);
        return (ruling.Policy, ruling.Cause);
    }
}
