using System.Text.Json;

namespace KindTools.Core.Clusters;

/// <summary>A line of a watch.</summary>
internal sealed record ApiWatchEvent
{
    /// <summary><c>ADDED</c>, <c>MODIFIED</c>, <c>DELETED</c>, <c>BOOKMARK</c> or <c>ERROR</c>.</summary>
    public string? Type { get; init; }

    /// <summary>The object; with an error, a Status.</summary>
    public JsonElement Object { get; init; }
}
