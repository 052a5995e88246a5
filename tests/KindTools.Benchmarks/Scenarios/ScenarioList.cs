namespace KindTools.Benchmarks.Scenarios;

/// <summary>Every scenario, with what its ratio must not exceed.</summary>
internal static class ScenarioList
{
    public static readonly IReadOnlyList<Scenario> All =
    [
        new ReloadScenario("reload", 0.03, LabWish.Classic),
        new ReloadScenario("reload-containerd", 0.03, LabWish.Containerd),
        new ReloadScenario("reload-remote", 0.05, LabWish.Remote),
        new ReloadScenario("reload-save", 0.15, LabWish.Classic, bySave: true),
        new AgainScenario("again", 0.02, LabWish.Containerd),
        new ColdScenario("cold", 0.70, LabWish.Classic, LabWish.Containerd),
        new ArchiveReloadScenario("archive-reload", 0.03, LabWish.Containerd),
        new SizeScenario("size", 1.5, LabWish.Classic),
        new ManifestsScenario("manifests", 1.6),
        new ManifestsPeerScenario("manifests-peer", 1.0),
        new ListScenario("list", 0.60, LabWish.Containerd),
        new PodsScenario("pods", 2.5, LabWish.Kubernetes),
        new StartupScenario("startup", 1.25, LabWish.Containerd),
    ];
}
