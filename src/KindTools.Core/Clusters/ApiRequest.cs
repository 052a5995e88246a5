using System.Reflection;
using k8s;
using k8s.Models;

namespace KindTools.Core.Clusters;

/// <summary>A request to read objects of a kind, in the words of the API.</summary>
/// <param name="Verb"><c>list</c> or <c>watch</c>, which is what roles allow.</param>
/// <param name="Resource">For example <c>pods</c>, or <c>deployments.apps</c>.</param>
/// <param name="Scope">Which objects.</param>
/// <param name="Path">The path, without a query.</param>
internal sealed record ApiRequest(string Verb, string Resource, ListScope Scope, string Path)
{
    public static ApiRequest To<T>(string verb, ListScope scope, string? version = null)
        where T : IKubernetesObject<V1ObjectMeta>
    {
        var entity = typeof(T).GetCustomAttribute<KubernetesEntityAttribute>()!;
        var isCore = string.IsNullOrEmpty(entity.Group);
        version ??= entity.ApiVersion;
        return new ApiRequest(
            verb,
            isCore ? entity.PluralName : $"{entity.PluralName}.{entity.Group}",
            scope,
            (isCore ? $"api/{version}" : $"apis/{entity.Group}/{version}")
                + (scope.Namespace is { } space ? $"/namespaces/{Uri.EscapeDataString(space)}" : "")
                + "/" + entity.PluralName);
    }

    /// <summary>The path with a query of the scope's selectors and what else is wanted.</summary>
    public string With(params ReadOnlySpan<(string Key, string? Value)> parameters)
    {
        var query = new List<string>();
        Add("labelSelector", Scope.LabelSelector);
        Add("fieldSelector", Scope.FieldSelector);
        foreach (var (key, value) in parameters) Add(key, value);
        return Path + (query.Count == 0 ? "" : "?" + string.Join('&', query));

        void Add(string key, string? value)
        {
            if (!string.IsNullOrEmpty(value)) query.Add($"{key}={Uri.EscapeDataString(value)}");
        }
    }

    /// <summary>For messages: <c>list pods in namespace 'shop'</c>.</summary>
    public override string ToString() => $"{Verb} {Resource} {(Scope.Namespace is { } space ? $"in namespace '{space}'" : "in all namespaces")}";
}
