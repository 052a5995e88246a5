namespace KindTools.KubernetesTests;

/// <summary>What Get-KindToolsInfo makes of a kubeconfig.</summary>
public class KindToolsInfoTests
{
    [Fact]
    public void Nothing_of_the_kubeconfig_but_the_names_of_its_contexts_is_told()
    {
        var lab = Lab.WithKubernetes();
        using var module = lab.OpenModule();
        var secrets = File.ReadAllLines(lab.Kubeconfig).Where(line => line.Contains("-data:", StringComparison.Ordinal)).Select(line => line.Split(": ")[1].Trim()).ToList();

        var info = (KindToolsInfo)Assert.Single(module.Run("Get-KindToolsInfo")).BaseObject;
        var text = string.Join('\n', typeof(KindToolsInfo).GetProperties().Select(property => property.GetValue(info)).SelectMany(value => value as IEnumerable<string> ?? [value!.ToString()!]));

        Assert.NotEmpty(secrets);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        Assert.Contains("kind-" + lab.Cluster, text, StringComparison.Ordinal);
    }
}
