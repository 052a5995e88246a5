using Docker.DotNet.Models;

namespace KindTools.Core.Engines;

/// <summary>
/// A push that fails says so in a line of its answer, after the engine has answered that all is well. Other lines tell how
/// much of each layer is read; layers that need not come have no length.
/// </summary>
internal sealed class PushAnswer(Action<double>? progress = null) : IProgress<JSONMessage>
{
    private readonly Dictionary<string, (long Done, long Total)> _layers = [];

    public string? Error { get; private set; }

    public void Report(JSONMessage value)
    {
        Error ??= value.Error?.Message;
        if (value is not { ID: { Length: > 0 } layer, Progress: { Current: { } done, Total: { } total and > 0 } }) return;

        _layers[layer] = (Math.Min(done, total), total);
        progress?.Invoke((double)_layers.Values.Sum(known => known.Done) / _layers.Values.Sum(known => known.Total));
    }
}
