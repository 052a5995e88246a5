using System.Runtime.CompilerServices;
using KindTools.Core.Manifests;

namespace KindTools.Tests.Manifests;

public class OrderedWorkTests
{
    private const int Plenty = 1000;

    private int _read;
    private int _running;

    [Fact]
    public async Task Results_come_in_the_order_of_the_items_whichever_is_done_first()
    {
        var results = new List<int>();
        await foreach (var result in SelectAsync(Square, most: Plenty)) results.Add(result);

        Assert.Equal(Enumerable.Range(0, Plenty).Select(item => item * item), results);

        static int Square(int item)
        {
            if (item % 7 == 0) Thread.Sleep(1);
            return item * item;
        }
    }

    [Fact]
    public async Task Items_are_read_no_further_ahead_than_their_weight_allows()
    {
        var ahead = 0;
        var taken = 0;
        await foreach (var _ in SelectAsync(item => item, most: 5)) ahead = Math.Max(ahead, _read - taken++);

        // The one that is taken, those that wait, and the one that was found to be too much.
        Assert.InRange(ahead, 1, 7);
    }

    [Fact]
    public async Task An_item_that_is_too_heavy_goes_alone()
    {
        var results = new List<int>();
        await foreach (var result in SelectAsync(item => item, most: 0)) results.Add(result);

        Assert.Equal(Plenty, results.Count);
    }

    [Fact]
    public async Task A_failure_comes_in_its_turn()
    {
        var results = new List<int>();
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (var result in SelectAsync(item => item == 9 ? throw new InvalidOperationException("nine") : item, most: Plenty)) results.Add(result);
        });

        Assert.Equal("nine", failure.Message);
        Assert.Equal(Enumerable.Range(0, 9), results);
        Assert.Equal(0, _running);
    }

    [Fact]
    public async Task Whoever_has_had_enough_leaves_no_work_behind()
    {
        await foreach (var result in SelectAsync(item => item, most: Plenty))
            if (result == 3) break;

        Assert.Equal(0, _running);
        Assert.InRange(_read, 4, Plenty - 1);
    }

    private IAsyncEnumerable<int> SelectAsync(Func<int, int> work, int most) =>
        OrderedWork.SelectAsync(ItemsAsync(TestContext.Current.CancellationToken), item => Counted(item, work), _ => 1, most, TestContext.Current.CancellationToken);

    private int Counted(int item, Func<int, int> work)
    {
        Interlocked.Increment(ref _running);
        try
        {
            return work(item);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private async IAsyncEnumerable<int> ItemsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var item = 0; item < Plenty; item++)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            _read++;
            yield return item;
        }
    }
}
