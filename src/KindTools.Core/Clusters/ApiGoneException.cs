namespace KindTools.Core.Clusters;

/// <summary>The server has forgotten the state that a list or watch was to go on from (410): it has to begin anew.</summary>
internal sealed class ApiGoneException() : Exception("The API server has forgotten this state.");
