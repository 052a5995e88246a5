using KindTools.Core.Manifests;
using static KindTools.Tests.Manifests.ManifestText;

namespace KindTools.Tests.Manifests;

public class TemplateTests
{
    private const string Deployment = """
        {{- if .Values.enabled }}
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: {{ include "web.fullname" . }}
          labels:
            {{- include "web.labels" . | nindent 4 }}
        spec:
          replicas: {{ .Values.replicas }}
          template:
            spec:
              {{- with .Values.imagePullSecrets }}
              imagePullSecrets:
                {{- toYaml . | nindent 8 }}
              {{- end }}
              containers:
                - name: {{ .Chart.Name }}
                  image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default "latest" }}"
                  imagePullPolicy: {{ .Values.image.pullPolicy }}
                - name: proxy
                  image: proxy:1.2
        {{- end }}
        """;

    [Fact]
    public void The_containers_of_a_helm_template_are_found_and_never_guessed()
    {
        var results = Test(Deployment);

        Assert.Equal(
            [
                ("{{ .Chart.Name }}", "{{ .Values.image.repository }}:{{ .Values.image.tag | default \"latest\" }}", 18),
                ("proxy", "proxy:1.2", 21),
            ],
            results.Select(result => (result.Container, result.Image, result.Line)));
        Assert.All(results, result => Assert.Equal((PullPolicyVerdict.Unresolved, null), (result.Verdict, result.EffectivePolicy)));
        Assert.All(results, result => Assert.Equal("Test the rendered text: helm template ./chart | Test-PodPullPolicy", result.Remedy));
        Assert.Equal("{{ include \"web.fullname\" . }}", results[0].Name);
    }

    [Fact]
    public void A_template_that_is_no_yaml_even_so_is_an_error_that_says_what_to_do()
    {
        var (results, errors) = TestBroken("a: {{ .x }}\n{{- range .y }}\n\tb: [\n{{- end }}");

        Assert.Empty(results);
        var error = Assert.Single(errors);
        Assert.Equal("ManifestIsTemplate", error.ErrorId);
        Assert.Contains("helm template", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Braces_in_the_text_of_a_manifest_make_it_no_template()
    {
        var results = Test($"apiVersion: v1\nkind: ConfigMap\ndata:\n  rule: |\n    {{{{ $labels.pod }}}} is down\n---\n{Pod("containers: [{image: app:1, args: ['{{.ID}}']}]")}");

        Assert.Equal(PullPolicyVerdict.UsesNodeImage, Assert.Single(results).Verdict);
    }

    [Fact]
    public void Variables_between_braces_are_found_and_never_guessed()
    {
        var result = Assert.Single(Test(Pod("containers: [{name: ${NAME}, image: ${IMAGE}:latest}]")));

        Assert.Equal((PullPolicyVerdict.Unresolved, "${IMAGE}:latest", "${NAME}"), (result.Verdict, result.Image, result.Container));
        Assert.Contains("envsubst", result.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Variables_in_a_script_do_not_hide_what_is_wrong_elsewhere()
    {
        var (_, errors) = TestBroken("a: |\n  echo ${HOME}\nb: c: d");

        Assert.Equal("ManifestSyntaxError", Assert.Single(errors).ErrorId);
        Assert.Contains("line 3, column 5", errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_manifest_before_a_template_is_told_once() =>
        Assert.Single(Test(Pod("containers: [{image: app:1}]") + "...\n{{- if .x }}\nb: c\n{{- end }}"));

    [Theory]
    [InlineData("{{ a }}", "       ")]
    [InlineData("  {{- a -}}  \nb", "             \nb")]
    [InlineData("a: {{ b }}", "a: xxxxxxx")]
    [InlineData("a: \"{{ b \"c\" }}-{{ d }}\"", "a: \"xxxxxxxxxxx-xxxxxxx\"")]
    [InlineData("{{/* a\nb */}}\nc: 1", "      \n      \nc: 1")]
    [InlineData("{{ a }} {{ b }}\n", "               \n")]
    [InlineData("{{ a }}: b", "xxxxxxx: b")]
    [InlineData("[${A}, {b: ${C:-d}{{ e }}}]", "[xxxx, {b: xxxxxxxxxxxxxx}]")]
    [InlineData("${A", "xxx")]
    [InlineData("a: {{ b", "a: xxxx")]
    [InlineData("a: b }}", "a: b }}")]
    public void A_mask_keeps_every_place(string text, string masked) => Assert.Equal(masked, TemplateMask.Apply(text));
}
