using System.ComponentModel;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using k8s.Authentication;
using k8s.KubeConfigModels;
using KindTools.Core.Engines;

namespace KindTools.Core.Clusters;

/// <summary>
/// A command that a kubeconfig names for getting credentials (client-go credential plugins). Run here and not by the
/// client library, which cannot be interrupted, joins the arguments without quotation marks and puts into its error
/// messages what the command printed.
/// </summary>
internal sealed class CredentialPlugin(ExternalExecution plugin) : ITokenProvider, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _gate = new(1);
    private Credentials? _current;

    /// <summary>The credentials, new ones when those at hand are about to expire.</summary>
    public async Task<Credentials> GetAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_current is null || _current.Expires < DateTimeOffset.UtcNow + Reserve)
                _current = Parse(await RunAsync(cancellationToken).ConfigureAwait(false));
            return _current;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken) =>
        new("Bearer", (await GetAsync(cancellationToken).ConfigureAwait(false)).Token);

    public void Dispose() => _gate.Dispose();

    private async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        using var process = Start();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var complaint = process.StandardError.BaseStream.CopyToAsync(Stream.Null, patience.Token);
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
            await complaint.ConfigureAwait(false);
            return process.ExitCode == 0 ? await output.ConfigureAwait(false) : throw Failed($"ended with {process.ExitCode}");
        }
        catch (OperationCanceledException)
        {
            ProcessTree.Kill(process);
            if (cancellationToken.IsCancellationRequested) throw;
            throw Failed($"did not answer within {Patience.TotalSeconds:0} seconds");
        }
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(plugin.Command, plugin.Arguments ?? [])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        start.Environment["KUBERNETES_EXEC_INFO"] = JsonSerializer.Serialize(new
        {
            apiVersion = plugin.ApiVersion,
            kind = "ExecCredential",
            spec = new { interactive = false },
        });
        foreach (var variable in plugin.EnvironmentVariables ?? [])
        {
            if (variable.TryGetValue("name", out var name) && variable.TryGetValue("value", out var value)) start.Environment[name] = value;
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            var hint = string.IsNullOrWhiteSpace(plugin.InstallHint) ? "Install it, or make sure that it is on the PATH." : plugin.InstallHint.Trim();
            throw new KindToolsException(
                "CredentialPluginNotFound",
                FailureCategory.ObjectNotFound,
                $"The kubeconfig gets credentials from the command '{plugin.Command}', which cannot be started: {exception.Message}. {hint}",
                plugin.Command,
                exception);
        }
    }

    private Credentials Parse(string output)
    {
        try
        {
            using var document = JsonDocument.Parse(output);
            var status = document.RootElement.GetProperty("status");
            var credentials = new Credentials(
                Text(status, "token"),
                Text(status, "clientCertificateData"),
                Text(status, "clientKeyData"),
                status.TryGetProperty("expirationTimestamp", out var expires) && expires.TryGetDateTimeOffset(out var time) ? time : DateTimeOffset.MaxValue);
            return credentials is { Token: null, Certificate: null } ? throw Failed("gave neither a token nor a certificate") : credentials;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw Failed("gave no ExecCredential");
        }
    }

    private static string? Text(JsonElement status, string name) =>
        status.TryGetProperty(name, out var value) && value.GetString() is { Length: > 0 } text ? text : null;

    // Nothing of what it printed goes into a message, not even of its complaint: that is, or may hold, the secret.
    private KindToolsException Failed(string how) => new(
        "CredentialPluginFailed",
        FailureCategory.PermissionDenied,
        $"The command '{plugin.Command}', from which the kubeconfig gets credentials, {how}. Run it by hand, to see what it says; it may want you to log in.",
        plugin.Command);

    /// <summary>What it gave.</summary>
    internal sealed record Credentials(string? Token, string? Certificate, string? Key, DateTimeOffset Expires);
}
