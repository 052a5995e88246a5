using Docker.DotNet.Models;

namespace KindTools.Core.Engines;

/// <summary>A push that fails says so in a line of its answer, after the engine has answered that all is well.</summary>
internal sealed class PushAnswer : IProgress<JSONMessage>
{
    public string? Error { get; private set; }

    public void Report(JSONMessage value) => Error ??= value.Error?.Message;
}
