namespace KindTools.Core.Manifests;

/// <summary>How a value came to its key, when that is not simply by standing there.</summary>
[Flags]
internal enum FieldOrigin
{
    /// <summary>It stands there.</summary>
    Plain = 0,

    /// <summary>The key stands there more than once; the last one counts.</summary>
    Duplicate = 1,

    /// <summary>It came by a merge key (<c>&lt;&lt;</c>).</summary>
    Merged = 2,

    /// <summary>It is an alias, or is used elsewhere by one.</summary>
    Shared = 4,
}
