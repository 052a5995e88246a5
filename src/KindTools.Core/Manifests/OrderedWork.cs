using System.Runtime.CompilerServices;

namespace KindTools.Core.Manifests;

/// <summary>Work on many items at the same time, whose results come in the order of the items.</summary>
internal static class OrderedWork
{
    // Enough to keep every processor busy while whoever takes the results is busy elsewhere.
    private static readonly int MostItems = 8 * Environment.ProcessorCount;

    /// <summary>Works on the processors that there are, no further ahead than is good for memory.</summary>
    /// <param name="items">The items; they are read one by one, as results are taken.</param>
    /// <param name="work">What is done with each, on any thread.</param>
    /// <param name="weigh">How much memory an item takes while it waits for its turn.</param>
    /// <param name="most">How much all may take together. An item that is heavier waits until it is alone.</param>
    /// <param name="cancellationToken">Stops it; work that is under way is waited for.</param>
    public static async IAsyncEnumerable<TResult> SelectAsync<TItem, TResult>(
        IAsyncEnumerable<TItem> items, Func<TItem, TResult> work, Func<TItem, int> weigh, int most, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var running = new Queue<(Task<TResult> Work, int Weight)>();
        var weight = 0;
        try
        {
            await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                var next = weigh(item);
                while (running.TryPeek(out var first) && (first.Work.IsCompleted || running.Count == MostItems || weight + next > most))
                {
                    yield return await first.Work.ConfigureAwait(false);
                    weight -= running.Dequeue().Weight;
                }

                running.Enqueue((Task.Run(() => work(item), cancellationToken), next));
                weight += next;
            }

            while (running.TryPeek(out var first))
            {
                yield return await first.Work.ConfigureAwait(false);
                running.Dequeue();
            }
        }
        finally
        {
            foreach (var (left, _) in running) await ((Task)left).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
