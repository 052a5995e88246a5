namespace KindTools.Core.Manifests;

/// <summary>What a <see cref="FieldText"/> is.</summary>
internal enum FieldTextKind
{
    Absent,
    Text,
    Template,

    /// <summary>A number, a truth value or a collection, which the API server cannot decode as text.</summary>
    NotText,
}
