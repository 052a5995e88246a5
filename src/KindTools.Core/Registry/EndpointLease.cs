using System.Text.Json;

namespace KindTools.Core.Registry;

/// <summary>
/// An identity of this user's, for the time of one transfer. Nobody else has it meanwhile: two sessions with the same port
/// and repository would get each other's blobs where one of them is reached through a relay. The file that keeps it is
/// locked until then, also by a session that is killed, and not a moment longer.
/// </summary>
internal sealed class EndpointLease : IDisposable
{
    /// <summary>Sessions that push at the same time and still find what they had the last time.</summary>
    private const int Most = 8;

    private static readonly string UserFolder = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "KindTools");

    private readonly FileStream? _file;

    private EndpointLease(EndpointIdentity identity, FileStream? file)
    {
        Identity = identity;
        _file = file;
    }

    /// <summary>The port and the repository to use.</summary>
    public EndpointIdentity Identity { get; }

    /// <summary>The first identity that is free; one for this time alone where none can be kept.</summary>
    public static EndpointLease Take() => Take(UserFolder);

    internal static EndpointLease Take(string folder)
    {
        for (var number = 1; number <= Most; number++)
        {
            FileStream? file = null;
            try
            {
                Directory.CreateDirectory(folder);
                var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
                if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
                file = new FileStream(Path.Combine(folder, number == 1 ? "endpoint.json" : $"endpoint-{number}.json"), options);
                return new EndpointLease(Read(file) ?? Write(file), file);
            }
            catch (IOException)
            {
                file?.Dispose(); // Somebody else has it, or it cannot be written.
            }
            catch (UnauthorizedAccessException)
            {
                break;
            }
        }

        return new EndpointLease(EndpointIdentity.New(), file: null);
    }

    public void Dispose() => _file?.Dispose();

    private static EndpointIdentity? Read(FileStream file)
    {
        try
        {
            return JsonSerializer.Deserialize<EndpointIdentity>(file) is { Repository: not null, Port: > 0 and <= ushort.MaxValue } kept ? kept : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static EndpointIdentity Write(FileStream file)
    {
        var made = EndpointIdentity.New();
        file.SetLength(0);
        JsonSerializer.Serialize(file, made);
        file.Flush();
        return made;
    }
}
