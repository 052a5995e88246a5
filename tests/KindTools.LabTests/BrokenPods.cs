using System.Text;

namespace KindTools.LabTests;

/// <summary>A namespace of pods of which each fails for another reason, in a lab with Kubernetes.</summary>
internal sealed class BrokenPods : IDisposable
{
    public const string Namespace = "kindtools-broken";

    // Stands for registries: says 404, 401, 403, 429 and 503 by the first part of the repository. What begins like TLS is
    // told off in HTTP, whereupon containerd falls back to that on the loopback address.
    private const string Registry =
        """
        use strict; use IO::Socket::INET; $SIG{CHLD} = 'IGNORE';
        my %answers = (private => "401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"lab\"", denied => '403 Forbidden', limit => '429 Too Many Requests', down => '503 Service Unavailable');
        my $server = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => 5005, Listen => 50, ReuseAddr => 1) or exit;
        while (my $client = $server->accept) {
          next if fork;
          my $request = '';
          while ($request !~ /\r\n\r\n/) {
            exit unless sysread($client, $request, 4096, length $request);
            if (ord($request) == 0x16) { print $client "HTTP/1.0 400 Bad Request\r\n\r\n"; exit }
          }
          my ($part) = $request =~ m{^\S+ /v2/(\w+)};
          print $client 'HTTP/1.1 ' . ($answers{$part // ''} // '404 Not Found') . "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
          exit;
        }
        """;

    private readonly Lab _lab;
    private readonly StringBuilder _manifests = new();

    public BrokenPods(Lab lab)
    {
        _lab = lab;
        Delete();
        _lab.Run("kubectl", "create", "namespace", Namespace);
    }

    /// <summary>Where the pods are.</summary>
    public string Node => _lab.NodeNames().Order(StringComparer.Ordinal).Last();

    /// <summary>A node where they are not.</summary>
    public string OtherNode => _lab.NodeNames().Order(StringComparer.Ordinal).First();

    /// <summary>A pod of one container.</summary>
    public void Pod(string name, string image, string? policy = null, bool ownProgram = false) => Add(
        $$"""
        apiVersion: v1
        kind: Pod
        metadata: {name: {{name}}}
        spec:
          nodeName: {{Node}}
          terminationGracePeriodSeconds: 0
          automountServiceAccountToken: false
          containers: [{name: main, image: "{{image}}"{{(policy is null ? "" : $", imagePullPolicy: {policy}")}}{{(ownProgram ? "" : ", command: [sleep, '3600']")}}}]
        """);

    /// <summary>Any object.</summary>
    public void Add(string manifest) => _manifests.Append("---\n").Append(manifest).Append('\n');

    public void Apply()
    {
        _lab.Run("kubectl", Encoding.UTF8.GetBytes(_manifests.ToString()), "apply", "--namespace", Namespace, "--filename", "-");
        _manifests.Clear();
    }

    /// <summary>Starts what stands for registries on the node of the pods.</summary>
    public void StartRegistry() => _lab.Docker("exec", "--detach", Node, "perl", "-e", Registry);

    /// <summary>Loads a new image without having it unpacked, and then loses a layer.</summary>
    public static void Damage(Lab lab, string node, string image)
    {
        // A layer that was never on the node before: of one that was, the snapshot may still be there, and then it runs.
        lab.Build(image, ("name", Guid.NewGuid().ToByteArray()));
        using var folder = new TemporaryFolder();
        lab.Docker("save", "--output", folder["image.tar"], image);
        lab.Run("docker", File.ReadAllBytes(folder["image.tar"]), "exec", "--interactive", node, "ctr", "--namespace", "k8s.io", "images", "import", "--no-unpack", "-");
        var layer = Importing.LayerOf(lab, node, "docker.io/" + image);
        lab.OnNode(node, "rm", "/var/lib/containerd/io.containerd.content.v1.content/blobs/sha256/" + layer);
    }

    public void Dispose()
    {
        _lab.OnNode(Node, "sh", "-c", "for p in /proc/[0-9]*; do if tr '\\0' ' ' <$p/cmdline 2>/dev/null | grep -q '^perl -e .*LocalPort => 5005'; then kill ${p#/proc/}; fi; done; true");
        Delete();
    }

    private void Delete() => _lab.Run("kubectl", "delete", "namespace", Namespace, "--ignore-not-found", "--wait");
}
