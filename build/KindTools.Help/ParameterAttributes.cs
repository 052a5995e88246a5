namespace KindTools.Help;

/// <summary>How a parameter binds: the yaml block below its description.</summary>
internal sealed record ParameterAttributes
{
    private const string AllSets = "(All)";

    /// <summary>The type's name without its namespace, for example <c>String[]</c>.</summary>
    public required string Type { get; init; }

    public required IReadOnlyList<string> ParameterSets { get; init; }

    public required IReadOnlyList<string> Aliases { get; init; }

    public IReadOnlyList<string> AcceptedValues { get; init; } = [];

    public required bool Required { get; init; }

    /// <summary>The first positional parameter is 0; null for one that is only named.</summary>
    public required int? Position { get; init; }

    public required string DefaultValue { get; init; }

    /// <summary><c>False</c>, or <c>True</c> with how, in brackets.</summary>
    public required string PipelineInput { get; init; }

    public required bool Wildcards { get; init; }

    public bool IsSwitch => Type == "SwitchParameter";

    /// <summary>The type as PowerShell's own syntax diagrams write it.</summary>
    public string DisplayType
    {
        get
        {
            var element = Type.TrimEnd('[', ']');
            var keyword = element switch
            {
                "Boolean" => "bool",
                "DateTime" => "datetime",
                "Hashtable" => "hashtable",
                "Int32" => "int",
                "Int64" => "long",
                "PSObject" => "psobject",
                "ScriptBlock" => "scriptblock",
                "String" => "string",
                "TimeSpan" => "timespan",
                "Uri" => "uri",
                _ => element,
            };
            return string.Concat(keyword, Type.AsSpan(element.Length));
        }
    }

    public bool IsIn(string parameterSet) => ParameterSets.Contains(AllSets) || ParameterSets.Contains(parameterSet);
}
