using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using k8s;
using k8s.Models;

namespace KindTools.Core.Clusters;

/// <summary>The client library's models, without what is a large part of every object and of no use to us.</summary>
internal static class ApiJson
{
    public static readonly JsonSerializerOptions Options = Make();

    /// <summary>Whether an exception says that a text is no object of the API; times that are none are not told as JSON's.</summary>
    public static bool IsUnreadable(Exception exception) => exception is JsonException or FormatException or NotSupportedException;

    private static JsonSerializerOptions Make()
    {
        JsonSerializerOptions? options = null;
        KubernetesJson.AddJsonOptions(theirs => options = new JsonSerializerOptions(theirs));
        options!.TypeInfoResolver = options.TypeInfoResolver!.WithAddedModifier(LeaveOut);
        return options;
    }

    // Who set which field, for server-side apply: often more than all the rest of a pod.
    private static void LeaveOut(JsonTypeInfo type)
    {
        if (type.Type != typeof(V1ObjectMeta)) return;

        foreach (var property in type.Properties.Where(property => property.Name == "managedFields").ToList()) type.Properties.Remove(property);
    }
}
