using System.Security.Cryptography;
using System.Text.Json;

namespace KindTools.Core.Registry;

/// <summary>
/// The port and repository name of this user's endpoint. They stay the same between runs, because an engine with the
/// classic store remembers for each registry and repository which layers it has pushed, and by which digests.
/// </summary>
/// <param name="Port">The port, when it is free.</param>
/// <param name="Repository">A name that nobody else knows.</param>
internal sealed record EndpointIdentity(int Port, string Repository)
{
    /// <summary>What the names of all our repositories begin with.</summary>
    public const string Prefix = "kindtools-";

    private static readonly string File = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "KindTools", "endpoint.json");

    /// <summary>This user's; a new one for this run where it cannot be kept.</summary>
    public static EndpointIdentity Load()
    {
        try
        {
            if (System.IO.File.Exists(File) && JsonSerializer.Deserialize<EndpointIdentity>(System.IO.File.ReadAllBytes(File)) is { Repository: not null } kept)
                return kept;

            var made = New();
            Directory.CreateDirectory(Path.GetDirectoryName(File)!);
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var stream = new FileStream(File, options);
            JsonSerializer.Serialize(stream, made);
            return made;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return New();
        }
    }

    private static EndpointIdentity New() =>
        new(RandomNumberGenerator.GetInt32(20000, 32000), Prefix + Convert.ToHexString(RandomNumberGenerator.GetBytes(16)).ToLowerInvariant());
}
