using System.Text.Json;
using Docker.DotNet;

namespace KindTools.Core.Engines;

/// <summary>Engines answer errors as <c>{"message": "…"}</c>; people want the words.</summary>
internal static class EngineMessage
{
    public static string From(DockerApiException exception)
    {
        var body = exception.ResponseBody;
        if (string.IsNullOrWhiteSpace(body)) return exception.Message;

        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.GetProperty("message").GetString() ?? body;
        }
        catch (Exception parse) when (parse is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return body.Trim();
        }
    }
}
