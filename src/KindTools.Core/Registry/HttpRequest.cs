namespace KindTools.Core.Registry;

/// <summary>The head of a request.</summary>
/// <param name="Method">For example <c>PUT</c>.</param>
/// <param name="Path">The path, without the query.</param>
/// <param name="Query">The query's values by name.</param>
/// <param name="Length">The body's length; null when it comes in chunks.</param>
/// <param name="ExpectsContinue">Whether the client waits to be told that its body is wanted.</param>
internal sealed record HttpRequest(string Method, string Path, IReadOnlyDictionary<string, string> Query, long? Length, bool ExpectsContinue);
