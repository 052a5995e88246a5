using System.Globalization;

namespace KindTools.Benchmarks.Manifests;

/// <summary>Deployments of some five kilobytes, as people write them: labels, comments, probes, environment.</summary>
internal static class ManifestFiles
{
    public const int ContainersOfEach = 2;
    private const int Variables = 45;

    /// <summary>One file with so many documents.</summary>
    public static void Write(string path, int documents)
    {
        using var file = new StreamWriter(path);
        for (var document = 0; document < documents; document++) Write(file, document);
    }

    /// <summary>So many files with one document each.</summary>
    public static void WriteEach(string folder, int documents)
    {
        for (var document = 0; document < documents; document++)
        {
            using var file = new StreamWriter(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"app-{document:00000}.yaml")));
            Write(file, document);
        }
    }

    private static void Write(StreamWriter file, int document)
    {
        file.Write(string.Create(CultureInfo.InvariantCulture, $$"""
            ---
            # Application {{document}}, as its team keeps it.
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: app-{{document}}
              namespace: team-{{document % 50}}
              labels:
                app.kubernetes.io/name: app-{{document}}
                app.kubernetes.io/part-of: shop
            spec:
              replicas: 2
              selector:
                matchLabels: {app.kubernetes.io/name: app-{{document}}}
              template:
                metadata:
                  labels: {app.kubernetes.io/name: app-{{document}}}
                spec:
                  initContainers:
                  - name: migrate
                    image: registry.example/app-{{document}}-migrate:1.{{document}}
                    command: ["sh", "-c", "migrate --up && echo done"]
                  containers:
                  - name: app
                    image: registry.example/app-{{document}}:latest # built by CI
                    ports:
                    - containerPort: 8080
                      name: http
                    readinessProbe:
                      httpGet: {path: /healthz, port: http}
                      periodSeconds: 5
                    resources:
                      requests: {cpu: 100m, memory: 128Mi}
                      limits: {memory: 256Mi}
                    env:

            """));
        for (var variable = 0; variable < Variables; variable++)
            file.Write(string.Create(CultureInfo.InvariantCulture, $"        - name: SETTING_{variable}\n          value: \"the value of setting {variable} of application {document}\"\n"));
    }
}
