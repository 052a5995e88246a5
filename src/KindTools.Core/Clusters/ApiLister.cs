using System.Runtime.CompilerServices;
using k8s;
using k8s.Models;

namespace KindTools.Core.Clusters;

/// <summary>Lists objects page by page; no more than one page is held.</summary>
internal sealed class ApiLister(ApiTransport transport)
{
    private const string PageSize = "500";
    private const int MostRestarts = 3;

    /// <summary>
    /// All objects, each once. When the server forgets the state that is being listed, the list begins anew from the
    /// present one; lists come in the order of their keys (etcd's), so what has been given out is skipped.
    /// </summary>
    public async IAsyncEnumerable<T> ListAsync<T>(ApiRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : IKubernetesObject<V1ObjectMeta>
    {
        string? last = null, given = null, next = null;
        var restarts = 0;
        do
        {
            ApiList<T> page;
            try
            {
                page = await PageAsync<T>(request, next, cancellationToken).ConfigureAwait(false);
            }
            catch (ApiGoneException gone)
            {
                if (next is null || restarts++ == MostRestarts) throw transport.Forgets(request.ToString(), gone);

                (given, next) = (last, null);
                continue;
            }

            foreach (var item in page.Items?.Where(item => item?.Metadata?.Name is not null) ?? [])
            {
                var key = Key(item);
                if (given is not null && string.CompareOrdinal(key, given) <= 0) continue;

                last = key;
                yield return item;
            }

            next = page.Metadata?.ContinueProperty;
            if (string.IsNullOrEmpty(next)) yield break;
        }
        while (true);
    }

    /// <summary>One page.</summary>
    /// <param name="request">What to list.</param>
    /// <param name="next">Where the page before said that this one begins; null for the first.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<ApiList<T>> PageAsync<T>(ApiRequest request, string? next, CancellationToken cancellationToken) =>
        transport.ReadAsync<ApiList<T>>(request.ToString(), request.With(("limit", PageSize), ("continue", next)), cancellationToken);

    private static string Key<T>(T item)
        where T : IKubernetesObject<V1ObjectMeta> => item.Metadata.NamespaceProperty is { } space ? $"{space}/{item.Metadata.Name}" : item.Metadata.Name;
}
