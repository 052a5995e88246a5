using KindTools.Benchmarks.Measuring;

namespace KindTools.Benchmarks.Scenarios;

/// <summary>A comparison that needs no lab.</summary>
internal abstract class LocalScenario(string name, double target) : Scenario(name, target)
{
    public sealed override Outcome Run(Lab lab, Options options) => Run(options);

    public abstract Outcome Run(Options options);
}
