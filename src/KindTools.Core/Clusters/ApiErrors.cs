using System.Net;
using System.Security.Authentication;
using System.Text.Json;
using System.Text.RegularExpressions;
using k8s.Models;

namespace KindTools.Core.Clusters;

/// <summary>What an API server says, or the connection to it, in our terms. Of answers only the message of their Status is shown.</summary>
internal static partial class ApiErrors
{
    /// <summary>An answer that is no success.</summary>
    public static KindToolsException Refused(ApiServer server, string action, HttpStatusCode code, string body, Exception? inner = null)
    {
        var words = Words(body);
        return code switch
        {
            HttpStatusCode.Unauthorized => new(
                "ApiServerUnauthorized",
                FailureCategory.PermissionDenied,
                $"{Capital(server)} does not accept the credentials of the context: they have expired or are those of another cluster. {server.FreshCredentials}",
                server.Context,
                inner),
            HttpStatusCode.Forbidden => new(
                "ApiServerForbidden",
                FailureCategory.PermissionDenied,
                $"You may not {action} at {server}. Ask for a role that allows it, or use another context.{Said(words)}",
                server.Context,
                inner),
            HttpStatusCode.NotFound => new(
                "ApiObjectNotFound", FailureCategory.ObjectNotFound, $"To {action}, {server} has nothing of that name or kind.{Said(words)}", server.Context, inner),
            HttpStatusCode.Conflict => new(
                "ApiConflict", FailureCategory.InvalidOperation, $"Something else has changed the object meanwhile, so {server} refuses to {action}. Try again.{Said(words)}", server.Context, inner),
            HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => new(
                "ApiServerBusy",
                FailureCategory.ResourceUnavailable,
                $"{Capital(server)} is too busy or ill to {action} ({(int)code}), and stayed so. Try again later; 'kubectl get --raw /readyz?verbose' tells what ails it.{Said(words)}",
                server.Context,
                inner),
            _ => new("ApiServerRefused", FailureCategory.InvalidOperation, $"{Capital(server)} refused to {action} ({(int)code}).{Said(words)}", server.Context, inner),
        };
    }

    /// <summary>A connection that could not be made, or broke.</summary>
    public static KindToolsException NotReachable(ApiServer server, Exception exception)
    {
        if (IsDistrust(exception))
        {
            return new(
                "ApiServerNotTrusted",
                FailureCategory.ConnectionError,
                $"The certificate of {server} is not one that the kubeconfig trusts: {exception.GetBaseException().Message.TrimEnd('.')}. Something else may listen there, or the cluster was made anew. {server.FreshCredentials}",
                server.Context,
                exception);
        }

        var advice = server.Cluster is { } cluster
            ? $"'Get-KindCluster {cluster}' tells whether the cluster runs."
            : $"'kubectl --context {server.Context} version' tells whether kubectl can reach it.";
        return new(
            "ApiServerNotReachable", FailureCategory.ConnectionError, $"{Capital(server)} cannot be reached: {exception.GetBaseException().Message.TrimEnd('.')}. {advice}", server.Context, exception);
    }

    /// <summary>No answer in time.</summary>
    public static KindToolsException TimedOut(ApiServer server, string action, TimeSpan patience) => new(
        "ApiServerTimeout",
        FailureCategory.OperationTimeout,
        $"{Capital(server)} did not answer within {patience.TotalSeconds:0} seconds when asked to {action}. Try again; 'kubectl get --raw /readyz?verbose' tells whether it is well.",
        server.Context);

    /// <summary>An answer that is no answer.</summary>
    public static KindToolsException Unreadable(ApiServer server, string action, Exception exception) => new(
        "ApiAnswerInvalid",
        FailureCategory.ProtocolError,
        $"The answer of {server}, when asked to {action}, is not what Kubernetes answers. Is the address that of an API server?",
        server.Context,
        exception);

    /// <summary>Whether a certificate is the reason, so that another try is in vain.</summary>
    public static bool IsDistrust(Exception exception) =>
        exception is AuthenticationException || (exception.InnerException is { } inner && IsDistrust(inner));

    private static string Capital(ApiServer server) => "T" + server.ToString()[1..];

    private static string Said(string? words) => words is null ? "" : $" It says: {words}";

    // What is refused is quoted whole (kubernetes apimachinery pkg/util/validation/field), environment variables and all.
    [GeneratedRegex(@"(?<=Invalid value: )[&\w.]*\{.*\}(?=: )", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Dump();

    private static string? Words(string body)
    {
        try
        {
            return JsonSerializer.Deserialize<V1Status>(body, ApiJson.Options)?.Message is { Length: > 0 } message ? Dump().Replace(message, "…") : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
