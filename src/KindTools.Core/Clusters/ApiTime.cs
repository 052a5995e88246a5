namespace KindTools.Core.Clusters;

/// <summary>Times as the API server gives them. They are UTC, which the models of the client library do not say.</summary>
internal static class ApiTime
{
    /// <summary>One of ours.</summary>
    public static DateTimeOffset? Of(DateTime? time) => time is { } value ? new DateTimeOffset(DateTime.SpecifyKind(value, DateTimeKind.Utc)) : null;
}
