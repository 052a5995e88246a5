using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;

namespace KindTools.Core.Clusters;

/// <summary>
/// Reads and changes single objects as the JSON that they are: an object that is made anew must keep fields that the
/// client library's models do not know.
/// </summary>
internal sealed class ApiObjects(ClusterConnection connection)
{
    private const string Manager = "fieldManager=KindTools";
    private const string DryRun = "&dryRun=All";

    /// <summary>The object as it is.</summary>
    public Task<JsonObject> GetAsync(ApiObjectName name, CancellationToken cancellationToken) =>
        AskAsync(name, "get", HttpMethod.Get, name.Path, body: null, cancellationToken);

    /// <summary>Changes it by a strategic merge patch.</summary>
    /// <param name="name">The object.</param>
    /// <param name="patch">The patch.</param>
    /// <param name="rehearse">Whether the server only says what would become of it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<JsonObject> PatchAsync(ApiObjectName name, JsonObject patch, bool rehearse, CancellationToken cancellationToken) =>
        AskAsync(name, "patch", HttpMethod.Patch, $"{name.Path}?{Manager}{(rehearse ? DryRun : "")}", patch, cancellationToken, "application/strategic-merge-patch+json");

    /// <summary>Creates an object of the kind and in the namespace of a name.</summary>
    /// <param name="name">Where.</param>
    /// <param name="manifest">The object.</param>
    /// <param name="rehearse">Whether the server only says what would become of it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<JsonObject> CreateAsync(ApiObjectName name, JsonObject manifest, bool rehearse, CancellationToken cancellationToken) =>
        AskAsync(name, "create", HttpMethod.Post, $"{name.Collection}?{Manager}{(rehearse ? DryRun : "")}", manifest, cancellationToken);

    /// <summary>Deletes exactly this object, not another that has its name by now. What belongs to it goes too, a moment later.</summary>
    public Task DeleteAsync(ApiObjectName name, string uid, CancellationToken cancellationToken)
    {
        var options = new JsonObject
        {
            ["kind"] = "DeleteOptions",
            ["apiVersion"] = "v1",
            ["propagationPolicy"] = "Background",
            ["preconditions"] = new JsonObject { ["uid"] = uid },
        };
        return AskAsync(name, "delete", HttpMethod.Delete, name.Path, options, cancellationToken);
    }

    private Task<JsonObject> AskAsync(
        ApiObjectName name, string verb, HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken, string type = "application/json") =>
        connection.AskAsync(name.With(verb), (client, token) => SendAsync((Kubernetes)client, method, path, body, type, token), cancellationToken);

    private static async Task<JsonObject> SendAsync(Kubernetes client, HttpMethod method, string path, JsonObject? body, string type, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(client.BaseUri, path)) { Version = System.Net.HttpVersion.Version20 };
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, MediaTypeHeaderValue.Parse(type));
        request.Headers.Accept.ParseAdd("application/json");
        if (client.Credentials is { } credentials) await credentials.ProcessHttpRequestAsync(request, cancellationToken).ConfigureAwait(false);

        using var response = await client.HttpClient.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
            throw new HttpOperationException { Response = new HttpResponseMessageWrapper(response, text) };

        return (JsonObject)JsonNode.Parse(text)!;
    }
}
