using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using k8s;
using k8s.Autorest;

namespace KindTools.Core.Clusters;

/// <summary>
/// Reads from an API server, with as many tries as that takes within a bound. Answers are read here and not by the
/// client library, which reads whole bodies while a thread waits and Ctrl+C does not.
/// </summary>
internal sealed class ApiTransport(Kubernetes client, ApiServer server, int mostTries = ApiTransport.FewTries)
{
    private const int FewTries = 5;
    private const int ManyTries = 12;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestOwnPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>How long one answer may take, all of it.</summary>
    public static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(60);

    /// <summary>How it waits between tries; tests do not wait.</summary>
    public Func<TimeSpan, CancellationToken, Task> Pause { get; init; } = Task.Delay;

    /// <summary>
    /// The same server, for whoever has time: about a minute, in which an API server is started again, or a laptop wakes up.
    /// </summary>
    public ApiTransport Patient => new(client, server, ManyTries) { Pause = Pause };

    /// <summary>Asks and reads the answer.</summary>
    /// <param name="action">What is done, for messages.</param>
    /// <param name="path">The path and query.</param>
    /// <param name="patience">How long one try may take.</param>
    /// <param name="tries">How often it is tried.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ApiGoneException">The path names a state that the server has forgotten.</exception>
    public Task<T> ReadAsync<T>(string action, string path, TimeSpan patience, int tries, CancellationToken cancellationToken) =>
        TryAsync(
            action,
            patience,
            tries,
            async token =>
            {
                using var response = await SendAsync(action, path, token).ConfigureAwait(false);
                var body = await response.Content.ReadAsStreamAsync(token).ConfigureAwait(false);
                await using (body.ConfigureAwait(false))
                    return (await JsonSerializer.DeserializeAsync<T>(body, ApiJson.Options, token).ConfigureAwait(false))!;
            },
            cancellationToken);

    /// <inheritdoc cref="ReadAsync{T}(string, string, TimeSpan, int, CancellationToken)"/>
    public Task<T> ReadAsync<T>(string action, string path, CancellationToken cancellationToken) =>
        ReadAsync<T>(action, path, AnswerTime, mostTries, cancellationToken);

    /// <summary>Opens an answer that goes on for as long as the server likes.</summary>
    public Task<HttpResponseMessage> OpenAsync(string action, string path, CancellationToken cancellationToken) =>
        TryAsync(action, AnswerTime, mostTries, token => SendAsync(action, path, token), cancellationToken);

    /// <summary>Lets the client library ask. Tried again only when the server says that it has not even begun (429).</summary>
    public Task<T> AskAsync<T>(string action, Func<IKubernetes, CancellationToken, Task<T>> question, CancellationToken cancellationToken) =>
        TryAsync(
            action,
            AnswerTime,
            mostTries,
            async token =>
            {
                try
                {
                    return await question(client, token).ConfigureAwait(false);
                }
                catch (HttpOperationException refused)
                {
                    // Without the library's exception, which quotes the answer and with it what was refused.
                    var failure = ApiErrors.Refused(server, action, refused.Response.StatusCode, refused.Response.Content ?? "");
                    throw refused.Response.StatusCode == HttpStatusCode.TooManyRequests ? new ApiBusyException(failure, RetryAfter(refused.Response)) : failure;
                }
                catch (Exception broken) when (broken is HttpRequestException or IOException)
                {
                    throw ApiErrors.NotReachable(server, broken);
                }
                catch (Exception unreadable) when (ApiJson.IsUnreadable(unreadable))
                {
                    throw ApiErrors.Unreadable(server, action, unreadable);
                }
            },
            cancellationToken);

    /// <summary>A server that forgets faster than it can be asked.</summary>
    public KindToolsException Forgets(string action, ApiGoneException gone) => ApiErrors.Refused(server, action, HttpStatusCode.Gone, "", gone);

    private async Task<T> TryAsync<T>(string action, TimeSpan patience, int tries, Func<CancellationToken, Task<T>> once, CancellationToken cancellationToken)
    {
        for (var left = tries; ; left--)
        {
            var pause = TimeSpan.FromTicks(Math.Min((FirstPause * Math.Pow(2, tries - left)).Ticks, LongestOwnPause.Ticks));
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            waiting.CancelAfter(patience);
            try
            {
                return await once(waiting.Token).ConfigureAwait(false);
            }
            catch (ApiBusyException busy)
            {
                if (left <= 1 || busy.RetryAfter > LongestPause) throw busy.Failure;
                pause = busy.RetryAfter ?? pause;
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                if (left <= 1 || ApiErrors.IsDistrust(exception)) throw ApiErrors.NotReachable(server, exception);
            }
            catch (Exception exception) when (ApiJson.IsUnreadable(exception))
            {
                if (left <= 1) throw ApiErrors.Unreadable(server, action, exception);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw ApiErrors.TimedOut(server, action, patience);
            }

            await Pause(pause, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(string action, string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(client.BaseUri, path)) { Version = HttpVersion.Version20 };
        request.Headers.Accept.ParseAdd("application/json");
        if (client.Credentials is { } credentials) await credentials.ProcessHttpRequestAsync(request, cancellationToken).ConfigureAwait(false);

        var response = await client.HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode) return response;

        using (response)
        {
            if (response.StatusCode == HttpStatusCode.Gone) throw new ApiGoneException();

            var failure = ApiErrors.Refused(
                server, action, response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false));
            throw response.StatusCode == HttpStatusCode.TooManyRequests || response.StatusCode >= HttpStatusCode.InternalServerError
                ? new ApiBusyException(failure, RetryAfter(response))
                : failure;
        }
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response) => RetryAfter(response.Headers.RetryAfter);

    private static TimeSpan? RetryAfter(HttpResponseMessageWrapper response) =>
        response.Headers.TryGetValue("Retry-After", out var values) && RetryConditionHeaderValue.TryParse(values.FirstOrDefault(), out var value) ? RetryAfter(value) : null;

    private static TimeSpan? RetryAfter(RetryConditionHeaderValue? value) => value switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > DateTimeOffset.UtcNow => date - DateTimeOffset.UtcNow,
        _ => null,
    };

    /// <summary>An answer after which another try may help.</summary>
    private sealed class ApiBusyException(KindToolsException failure, TimeSpan? retryAfter) : Exception(failure.Message, failure)
    {
        public KindToolsException Failure => failure;

        public TimeSpan? RetryAfter => retryAfter;
    }
}
