using KindTools.Core.Transfer;

namespace KindTools.Tests.Fakes;

/// <summary>An import as the cmdlet runs it.</summary>
internal static class ImageImporterExtensions
{
    public static Task<IReadOnlyList<ImportPlan>> PlanAsync(this ImageImporter importer, params IReadOnlyList<KindNode> nodes) =>
        importer.PlanAsync(new ImportTargets(nodes), TestContext.Current.CancellationToken);

    public static async Task<IReadOnlyList<ImageImportResult>> RunAsync(this ImageImporter importer, IReadOnlyList<ImportPlan> plans)
    {
        var results = new List<ImageImportResult>();
        await foreach (var result in importer.ImportAsync(plans, TestContext.Current.CancellationToken)) results.Add(result);
        return results;
    }
}
