namespace KindTools.Core.Nodes;

/// <summary>By cluster, then control planes, then by name with numbers as numbers: worker, worker2, worker10.</summary>
internal sealed class NodeOrder : IComparer<KindNode>
{
    public static NodeOrder Instance { get; } = new();

    public int Compare(KindNode? x, KindNode? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);

        var order = string.CompareOrdinal(x.Cluster, y.Cluster);
        if (order == 0) order = IsWorker(x).CompareTo(IsWorker(y));
        if (order == 0) order = x.Name.Length.CompareTo(y.Name.Length);
        return order != 0 ? order : string.CompareOrdinal(x.Name, y.Name);
    }

    private static bool IsWorker(KindNode node) => node.Role != KindLabels.ControlPlane;
}
