namespace KindTools.Core.Engines;

/// <summary>What the search for an engine looks at, so that tests can look at something else.</summary>
public sealed record EngineEnvironment
{
    /// <summary>This process's environment.</summary>
    public static EngineEnvironment Current { get; } = new();

    /// <summary>Reads an environment variable; null or empty when it is not set.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>The user's home folder.</summary>
    public string Home { get; init; } = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary>True where engines listen on named pipes.</summary>
    public bool IsWindows { get; init; } = OperatingSystem.IsWindows();

    /// <summary>Whether a socket exists at a path.</summary>
    public Func<string, bool> SocketExists { get; init; } = File.Exists;

    internal string? NonEmpty(string variable) => Variable(variable) is { Length: > 0 } value ? value : null;
}
