namespace KindTools.Core.Manifests;

/// <summary>A key of a mapping and its value, as indexes of nodes; the value is never an alias.</summary>
internal readonly record struct YamlField(int Key, int Value, FieldOrigin Origin);
