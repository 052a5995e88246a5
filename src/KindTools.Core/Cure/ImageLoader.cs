using KindTools.Core.Clusters;
using KindTools.Core.Engines;
using KindTools.Core.Nodes;
using KindTools.Core.Store;
using KindTools.Core.Transfer;

namespace KindTools.Core.Cure;

/// <summary>Brings images to the nodes of a cluster as Import-KindImage does. What fails is reported, once an image.</summary>
internal sealed class ImageLoader(ClusterConnection connection, IContainerEngine engine, IActivityLog log)
{
    /// <summary>The loads that every node concerned has confirmed.</summary>
    public async Task<IReadOnlySet<ImageLoad>> LoadAsync(IReadOnlyList<ImageLoad> loads, CancellationToken cancellationToken)
    {
        var done = new HashSet<ImageLoad>();
        foreach (var load in loads)
        {
            try
            {
                var isLoaded = load.Supply == ImageSupply.Engine
                    ? await ImportAsync(new EngineImageSource(engine, [load.Image]), load, cancellationToken).ConfigureAwait(false)
                    : await CopyAsync(load, cancellationToken).ConfigureAwait(false);
                if (isLoaded) done.Add(load);
            }
            catch (KindToolsException failure)
            {
                log.Error(failure);
            }
        }

        return done;
    }

    private async Task<bool> ImportAsync(IImageSource source, ImageLoad load, CancellationToken cancellationToken)
    {
        var nodes = connection.Nodes.Where(node => node.State == KindNodeState.Running && (load.Damaged.Count == 0 || load.Damaged.Contains(node.Name))).ToList();
        var importer = new ImageImporter(engine, source, new ImportOptions { Force = load.Damaged.Count > 0 }, log);
        var plans = await importer.PlanAsync(new ImportTargets(nodes), cancellationToken).ConfigureAwait(false);
        var isGood = plans.Count > 0 && nodes.Count > 0 && plans.All(plan => plan.Settled.All(result => result.Status != ImageImportStatus.Failed));
        await foreach (var result in importer.ImportAsync(plans, cancellationToken).ConfigureAwait(false)) isGood &= result.Status != ImageImportStatus.Failed;
        return isGood;
    }

    // From node to node by way of an archive: the engine, whose images are the user's, is none the wiser.
    private async Task<bool> CopyAsync(ImageLoad load, CancellationToken cancellationToken)
    {
        var all = load.From == connection.Cluster
            ? connection.Nodes
            : await new NodeFinder(engine).FindAsync([NamePattern.Exactly(load.From!)], [], log, cancellationToken).ConfigureAwait(false);
        var nodes = all.Where(node => node.State == KindNodeState.Running && !load.Damaged.Contains(node.Name)).ToList();
        var plan = await new ExportPlanner(engine, log).PlanAsync([new ImageRequest([NamePattern.Exactly(load.Image)], nodes)], cancellationToken).ConfigureAwait(false);
        if (plan.Names.Count == 0) return false;

        var folder = Directory.CreateTempSubdirectory("kindtools-");
        try
        {
            var archive = Path.Combine(folder.FullName, "image.tar");
            await new ImageExporter(engine, log).ToFileAsync(plan, archive, force: false, cancellationToken).ConfigureAwait(false);
            return await ImportAsync(new ArchiveFileSource(archive), load, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
