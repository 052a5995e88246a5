using System.Runtime.CompilerServices;

namespace KindTools.Core.Manifests;

/// <summary>
/// Mends the containers of manifests that ignore the image on the node. What cannot be read, mended or written is told to
/// a log, and the rest goes on.
/// </summary>
public sealed class PullPolicyRepairer
{
    private readonly TextRepairer _repairer;
    private readonly IReadOnlyList<PodSpecPath> _podSpecPaths;
    private readonly Func<RepairProposal, Task<bool>> _approve;

    /// <summary>Creates the repairer.</summary>
    /// <param name="wish">How containers are to be mended.</param>
    /// <param name="approve">Is asked before a file is written.</param>
    /// <param name="podSpecPaths">Where else to look for pods.</param>
    public PullPolicyRepairer(RepairWish wish, Func<RepairProposal, Task<bool>> approve, params IReadOnlyList<PodSpecPath> podSpecPaths) =>
        (_repairer, _approve, _podSpecPaths) = (new TextRepairer(wish), approve, podSpecPaths);

    /// <summary>Mends a file, or the YAML and JSON files of a folder.</summary>
    public async IAsyncEnumerable<PullPolicyRepair> RepairPathAsync(
        string path, bool recurse, IActivityLog log, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var files = ManifestFolder.FilesAt(path, recurse, log) ?? [];
        var kustomizations = new Kustomizations(files);
        foreach (var file in files)
        {
            foreach (var repair in await RepairFileAsync(file, kustomizations, _ => true, log, cancellationToken).ConfigureAwait(false)) yield return repair;
        }
    }

    /// <summary>Mends what a test has found; results that need no repair are passed over.</summary>
    public async IAsyncEnumerable<PullPolicyRepair> RepairResultsAsync(
        IEnumerable<PullPolicyResult> results, IActivityLog log, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var found in results.Where(result => result.Verdict == PullPolicyVerdict.IgnoresNodeImage).GroupBy(result => result.File))
        {
            if (found.Key is null)
            {
                foreach (var result in found) log.Error(RepairErrors.WithoutFile(result));
                continue;
            }

            var wanted = found.ToLookup(Key);
            var met = new HashSet<object>();
            var repairs = await RepairFileAsync(found.Key, new Kustomizations([found.Key]), IsWanted, log, cancellationToken).ConfigureAwait(false);
            foreach (var repair in repairs) yield return repair;
            foreach (var missed in wanted.Where(same => !met.Contains(same.Key))) log.Error(RepairErrors.NotFoundAgain(missed.First()));

            bool IsWanted(PullPolicyResult result)
            {
                met.Add(Key(result));
                return wanted.Contains(Key(result));
            }
        }
    }

    private static object Key(PullPolicyResult result) => (result.Document, result.Line, result.Column, result.Image);

    private async Task<IReadOnlyList<PullPolicyRepair>> RepairFileAsync(
        string path, Kustomizations kustomizations, Predicate<PullPolicyResult> isChosen, IActivityLog log, CancellationToken cancellationToken)
    {
        try
        {
            var file = await ManifestFile.ReadAsync(path, cancellationToken).ConfigureAwait(false);
            var repaired = _repairer.Repair(file.Text, kustomizations.Describe(ManifestContext.Bare with { PodSpecPaths = _podSpecPaths }, path), isChosen, log, cancellationToken);
            if (repaired.Text == file.Text) return repaired.Repairs;

            var mended = repaired.Repairs.Count(repair => repair.Status == PullPolicyRepairStatus.Repaired);
            if (!await _approve(new RepairProposal(path, file.Text, repaired.Text, mended)).ConfigureAwait(false)) return Planned(repaired.Repairs);

            return await TryReplaceAsync(file, repaired, log, cancellationToken).ConfigureAwait(false);
        }
        catch (KindToolsException failure)
        {
            log.Error(failure);
            return [];
        }
    }

    private static async Task<IReadOnlyList<PullPolicyRepair>> TryReplaceAsync(
        ManifestFile file, RepairedText repaired, IActivityLog log, CancellationToken cancellationToken)
    {
        try
        {
            await file.ReplaceAsync(repaired.Text, cancellationToken).ConfigureAwait(false);
            return repaired.Repairs;
        }
        catch (KindToolsException failure)
        {
            log.Error(failure);
            return Planned(repaired.Repairs);
        }
    }

    private static IReadOnlyList<PullPolicyRepair> Planned(IReadOnlyList<PullPolicyRepair> repairs) =>
        [.. repairs.Select(repair => repair.Status == PullPolicyRepairStatus.Repaired ? repair with { Status = PullPolicyRepairStatus.Planned } : repair)];
}
