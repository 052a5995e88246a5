using System.Globalization;
using KindTools.Benchmarks.Measuring;
using KindTools.Benchmarks.Pods;

namespace KindTools.Benchmarks.Scenarios;

/// <summary>The few pods that wait for an image, among very many, against the table of all of them that kubectl prints.</summary>
internal sealed class PodsScenario(string name, double target, LabWish lab) : Scenario(name, target, lab)
{
    private const int Pods = 20_000;
    private const int Broken = 50;
    private const double MostSeconds = 10;
    private const double MostMegabytes = 200;

    public override Outcome Run(Lab lab, Options options)
    {
        using var crowd = new PodCrowd(lab);
        using var session = new KindToolsSession(lab);
        Find(0);
        crowd.Fill(Pods, Broken);

        var medians = Contest.Medians(
            options.Runs,
            new Contestant(() => { }, () => Find(Broken)),
            new Contestant(() => { }, () => lab.Run("kubectl", "get", "pods", "--namespace", PodCrowd.Namespace)));
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {Pods} pods, {Broken} of which wait: {medians[0]:0.00} s, {session.Memory.Megabytes:0} MB above the idle module"));
        if (medians[0] > MostSeconds) throw new InvalidOperationException($"The command took {medians[0]:0.0} s; {MostSeconds} are allowed.");
        if (session.Memory.Megabytes > MostMegabytes) throw new InvalidOperationException($"The command took {session.Memory.Megabytes:0} MB; {MostMegabytes} are allowed.");
        return Against("kubectl get pods", lab, options, medians, session);

        void Find(int expected)
        {
            var found = session.Run($"Get-PodPullFailure -Namespace {PodCrowd.Namespace}").Count;
            if (found != expected) throw new InvalidOperationException($"Get-PodPullFailure found {found} failures, not {expected}.");
        }
    }
}
