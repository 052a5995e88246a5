[assembly: AssemblyFixture(typeof(KindTools.LabTests.LabCleanup))]

namespace KindTools.LabTests;

/// <summary>Labs outlive test runs: what the tests made in them is removed when the last has run.</summary>
public sealed class LabCleanup : IDisposable
{
    public void Dispose()
    {
        foreach (var lab in Lab.Taken) lab.RemoveTestImages();
    }
}
