using KindTools.Benchmarks.Measuring;

namespace KindTools.Benchmarks.Manifests;

/// <summary>A PowerShell session with the module loaded and Test-PodPullPolicy used once, as a user's is.</summary>
internal sealed class ManifestSession : IDisposable
{
    private readonly Module _module = new();

    public ManifestSession(string path)
    {
        _module.Run($"Test-PodPullPolicy '{path}' | Out-Null");
        Memory = new PeakMemory();
    }

    /// <summary>What the commands took more than the idle module.</summary>
    public PeakMemory Memory { get; }

    /// <summary>Tests what is there; every container must be told of.</summary>
    public void Test(string path, int containers)
    {
        Memory.Begin();
        var told = (int)_module.Run($"$told = 0; Test-PodPullPolicy '{path}' | . {{ process {{ $told++ }} }}; $told").Single().BaseObject;
        Memory.End();
        if (_module.Errors.Count > 0) throw new InvalidOperationException(_module.Errors[0].ToString());
        if (told != containers) throw new InvalidOperationException($"{told} containers were told of, not {containers}.");
    }

    public void Dispose() => _module.Dispose();
}
