namespace KindTools.Help;

/// <summary>A parameter.</summary>
/// <param name="Name">Its name, without the dash.</param>
/// <param name="Description">What it does.</param>
/// <param name="Attributes">How it binds: one entry, or several when parameter sets differ.</param>
internal sealed record HelpParameter(string Name, IReadOnlyList<string> Description, IReadOnlyList<ParameterAttributes> Attributes)
{
    /// <summary>How it binds in a parameter set, or null when it is not in that set.</summary>
    public ParameterAttributes? In(string parameterSet) => Attributes.FirstOrDefault(attributes => attributes.IsIn(parameterSet));
}
