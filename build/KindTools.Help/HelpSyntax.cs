namespace KindTools.Help;

/// <summary>One way to call the cmdlet.</summary>
/// <param name="ParameterSet">The parameter set's name.</param>
/// <param name="Parameters">Its parameters, in the order in which the page shows them.</param>
internal sealed record HelpSyntax(string ParameterSet, IReadOnlyList<HelpParameter> Parameters);
