namespace KindTools.Tests.Fakes;

/// <summary>An answer of <see cref="FakeApiServer"/>.</summary>
/// <param name="Body">The body.</param>
/// <param name="Status">The status code.</param>
/// <param name="Header">Further lines of its head, each with its line end.</param>
/// <param name="Missing">Bytes that are announced and never sent: the connection breaks.</param>
internal sealed record FakeAnswer(string Body, int Status = 200, string Header = "", int Missing = 0)
{
    /// <summary>What API servers answer with an error.</summary>
    public static FakeAnswer Refusal(int status, string message, string header = "") =>
        new($$"""{"kind":"Status","apiVersion":"v1","status":"Failure","message":"{{message}}","code":{{status}}}""", status, header);

    /// <summary>A page of pods of the namespace shop.</summary>
    public static FakeAnswer Pods(string names, string? next = null, string version = "100") => new(
        $$"""{"metadata":{"resourceVersion":"{{version}}","continue":"{{next}}"},"items":[{{string.Join(',', names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => Pod(name)))}}]}""");

    /// <summary>Lines of a watch, each of a type, a pod and its version: <c>ADDED a 101</c>.</summary>
    public static FakeAnswer Changes(params string[] changes) => new(string.Concat(changes.Select(Change)));

    /// <summary>The server has forgotten.</summary>
    public static FakeAnswer Gone => Refusal(410, "The provided continue parameter is too old");

    public static string Pod(string name, string version = "1") =>
        $$$$"""{"metadata":{"name":"{{{{name}}}}","namespace":"shop","resourceVersion":"{{{{version}}}}","managedFields":[{"manager":"kubectl","fieldsV1":{"f:metadata":{}}}]},"spec":{"containers":[{"name":"app","image":"app:dev"}]}}""";

    private static string Change(string change) => change.Split(' ') is [var type, var name, var version]
        ? $$"""{"type":"{{type}}","object":{{Pod(name, version)}}}""" + "\n"
        : """{"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","status":"Failure","message":"too old resource version","code":410}}""" + "\n";
}
