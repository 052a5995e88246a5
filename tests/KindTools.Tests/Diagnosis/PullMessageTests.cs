using KindTools.Core.Diagnosis;
using static KindTools.Core.Diagnosis.PullMessageKind;

namespace KindTools.Tests.Diagnosis;

/// <summary>
/// Messages that the captured pods do not have. Where a comment names no other source, the words are those of the source
/// file named, with the operands that a real case would have.
/// </summary>
public class PullMessageTests
{
    [Theory]
    // Kubernetes 1.36.2 with containerd 2.1.9, as a kind cluster showed them.
    [InlineData("Back-off pulling image \"app:v1\": ErrImagePull: failed to pull and unpack image \"docker.io/library/app:v1\": failed to resolve image: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed", Unauthorized)]
    [InlineData("rpc error: code = NotFound desc = failed to pull and unpack image \"docker.io/library/app:v1\": failed to resolve image: docker.io/library/app:v1: not found", NotFound)]
    [InlineData("failed to pull and unpack image \"docker.io/library/app:v1\": failed to resolve image: failed to do request: Head \"https://registry-1.docker.io/v2/library/app/manifests/v1\": dial tcp: lookup registry-1.docker.io on 172.18.0.1:53: no such host", NameUnresolved)]
    // kubernetes pkg/kubelet/images/image_manager.go, since 1.32 (the reason before the cause) and 1.34 (the container before all).
    [InlineData("Back-off pulling image \"app:v1\"", None)]
    [InlineData("spec.containers{main}: Back-off pulling image \"app:v1\"", None)]
    [InlineData("Error: ImagePullBackOff", None)]
    [InlineData("pull QPS exceeded", None)]
    [InlineData("", None)]
    [InlineData("Container image \"app:v1\" is not present with pull policy of Never", NotPresent)]
    [InlineData("image pull failed for app:v1 because the registry is unavailable: 500", ServerError)]
    [InlineData("image pull failed for app:v1 because the signature validation failed: Source image rejected", Other)]
    // containerd core/images/image.go and core/remotes/docker.
    [InlineData("failed to pull and unpack image \"docker.io/library/app:v1\": no match for platform in manifest: not found", NoPlatform)]
    [InlineData("failed to pull and unpack image \"r.test/app:v1\": failed to copy: httpReadSeeker: failed open: unexpected status code https://r.test/v2/app/blobs/sha256:aa: 502 Bad Gateway", ServerError)]
    [InlineData("failed to resolve reference \"r.test/app:v1\": failed to authorize: failed to fetch anonymous token: Get \"https://auth.r.test/token\": dial tcp: lookup auth.r.test: no such host", NameUnresolved)]
    [InlineData("failed to resolve reference \"r.test/app:v1\": failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://auth.r.test/token: 401 Unauthorized", Unauthorized)]
    [InlineData("failed to resolve reference \"r.test/app:v1\": unexpected status from HEAD request to https://r.test/v2/app/manifests/v1: 429 Too Many Requests - Server message: toomanyrequests: You have reached your unauthenticated pull rate limit.", RateLimited)]
    [InlineData("failed to resolve reference \"r.test/app:v1\": unexpected status from HEAD request to https://r.test/v2/app/manifests/v1: 403 Forbidden", Unauthorized)]
    // Go's net, net/http and crypto packages.
    [InlineData("failed to do request: Head \"https://r.test/v2/\": dial tcp: lookup r.test on 10.96.0.10:53: read udp 10.0.0.2:4242->10.96.0.10:53: i/o timeout", NameUnresolved)]
    [InlineData("failed to do request: Head \"https://r.test/v2/\": dial tcp 192.0.2.1:443: i/o timeout", PullMessageKind.Timeout)]
    [InlineData("failed to do request: Head \"https://r.test/v2/\": net/http: TLS handshake timeout", PullMessageKind.Timeout)]
    [InlineData("failed to do request: Head \"https://r.test/v2/\": http: server gave HTTP response to HTTPS client", Tls)]
    [InlineData("failed to do request: Head \"https://r.test/v2/\": x509: certificate has expired or is not yet valid", Tls)]
    [InlineData("failed to do request: Head \"https://r.test/v2/\": proxyconnect tcp: dial tcp 127.0.0.1:3128: connect: connection refused", Unreachable)]
    [InlineData("failed to do request: Head \"https://r.test/v2/\": Proxy Authentication Required", Unreachable)]
    [InlineData("failed to do request: Head \"https://r.test/v2/\": dial tcp 192.0.2.1:443: connect: network is unreachable", Unreachable)]
    [InlineData("failed to do request: Head \"https://r.test/v2/\": EOF", Unreachable)]
    // runc libcontainer, through containerd's CRI plugin.
    [InlineData("failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: \"/app\": exec format error", ExecFormat)]
    [InlineData("failed to create containerd container: failed to resolve image \"sha256:aa\": not found", ContentMissing)]
    [InlineData("failed to get image from containerd \"sha256:aa\": image \"docker.io/library/import-2024-05-01@sha256:aa\": not found", ContentMissing)]
    // No matter of images.
    [InlineData("failed to generate container \"aa\" spec: failed to generate spec: no command specified", Other)]
    // Names are no words.
    [InlineData("Failed to pull image \"r.test/x509:503\": rpc error: code = NotFound desc = failed to pull and unpack image \"r.test/x509:503\": failed to resolve reference \"r.test/x509:503\": r.test/other: not found", NotFound)]
    internal void A_message_says(string message, PullMessageKind kind) => Assert.Equal(kind, PullMessage.Parse(message));

    [Theory]
    [InlineData("Failed to pull image \"app:v1\": rpc error: code = Unknown desc = failed to pull and unpack image \"docker.io/library/app:v1\": failed to resolve reference \"docker.io/library/app:v1\": failed to do request: Head \"https://registry-1.docker.io/v2/library/app/manifests/v1\": dial tcp: no such host", "Head \"https://registry-1.docker.io/v2/library/app/manifests/v1\": dial tcp: no such host")]
    [InlineData("Back-off pulling image \"app:v1\": ErrImagePull: failed to pull and unpack image \"docker.io/library/app:v1\": failed to resolve image: docker.io/library/app:v1: not found", "docker.io/library/app:v1: not found")]
    [InlineData("Container image \"app:v1\" is not present with pull policy of Never", "Container image \"app:v1\" is not present with pull policy of Never")]
    public void What_wraps_a_message_is_left_out_where_people_read_it(string message, string core) => Assert.Equal(core, PullMessage.Core(message));
}
