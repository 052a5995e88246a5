using System.Text;

namespace KindTools.KubernetesTests;

/// <summary>A namespace of pods of which each fails for another reason, in a lab with Kubernetes.</summary>
internal sealed class BrokenPods(Lab lab, string space) : IDisposable
{
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

    private readonly ClusterObjects _objects = new(lab, space);
    private readonly StringBuilder _manifests = new();

    public string Namespace => space;

    /// <summary>Where the pods are.</summary>
    public string Node { get; } = lab.NodeNames().Order(StringComparer.Ordinal).Last();

    /// <summary>A node where they are not.</summary>
    public string OtherNode { get; } = lab.NodeNames().Order(StringComparer.Ordinal).First();

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
        _objects.Apply(_manifests.ToString());
        _manifests.Clear();
    }

    public string Kubectl(params string[] arguments) => _objects.Kubectl(arguments);

    /// <summary>Starts what stands for registries on the node of the pods.</summary>
    public void StartRegistry() => lab.Docker("exec", "--detach", Node, "perl", "-e", Registry);

    /// <summary>Loads a new image without having it unpacked, and then loses a layer.</summary>
    public static void Damage(Lab lab, string node, string image)
    {
        Load(lab, node, image);
        Lose(lab, node, Importing.LayerOf(lab, node, "docker.io/" + image));
    }

    /// <summary>Loads a new image, and then loses all that its name stands for, of which containerd takes note when it starts.</summary>
    public static void Hollow(Lab lab, string node, string image)
    {
        Load(lab, node, image);
        Lose(lab, node, Importing.ManifestOf(lab, node, "docker.io/" + image)["sha256:".Length..]);
        lab.OnNode(node, "sh", "-c", "kill -9 $(cat /run/lab/containerd.pid); sleep 1; until ctr version >/dev/null 2>&1; do sleep 0.1; done");
    }

    private static void Load(Lab lab, string node, string image)
    {
        // A layer that was never on the node before: of one that was, the snapshot may still be there, and then it runs.
        lab.Build(image, ("name", Guid.NewGuid().ToByteArray()));
        using var folder = new TemporaryFolder();
        lab.Docker("save", "--output", folder["image.tar"], image);
        lab.Run("docker", File.ReadAllBytes(folder["image.tar"]), "exec", "--interactive", node, "ctr", "--namespace", "k8s.io", "images", "import", "--no-unpack", "-");
    }

    private static void Lose(Lab lab, string node, string blob) => lab.OnNode(node, "rm", "/var/lib/containerd/io.containerd.content.v1.content/blobs/sha256/" + blob);

    public void Dispose()
    {
        lab.OnNode(Node, "sh", "-c", "for p in /proc/[0-9]*; do if tr '\\0' ' ' <$p/cmdline 2>/dev/null | grep -q '^perl -e .*LocalPort => 5005'; then kill ${p#/proc/}; fi; done; true");
        _objects.Dispose();
    }
}
