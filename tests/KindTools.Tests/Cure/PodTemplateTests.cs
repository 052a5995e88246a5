using System.Globalization;
using KindTools.Core.Cure;

namespace KindTools.Tests.Cure;

public class PodTemplateTests
{
    private const string Image = "kindtools-test/cure:latest";

    [Theory]
    [InlineData("Deployment", """{"spec":{"template":{"spec":{"containers":[{"name":"app","imagePullPolicy":"IfNotPresent"}]}}}}""")]
    [InlineData("CronJob", """{"spec":{"jobTemplate":{"spec":{"template":{"spec":{"containers":[{"name":"app","imagePullPolicy":"IfNotPresent"}]}}}}}}""")]
    [InlineData("Pod", """{"spec":{"containers":[{"name":"app","imagePullPolicy":"IfNotPresent"}]}}""")]
    public void A_patch_names_the_container_and_what_changes(string kind, string patch) =>
        Assert.Equal(patch, PodTemplate.Patch(kind, [new ContainerEdit(ContainerType.Container, "app", PullPolicy.IfNotPresent, null)]).ToJsonString());

    [Fact]
    public void Init_containers_volumes_and_images_are_patched_where_they_are() => Assert.Equal(
        """{"spec":{"template":{"spec":{"initContainers":[{"name":"first","image":"app:v1"}],"volumes":[{"name":"model","image":{"pullPolicy":"Never"}}]}}}}""",
        PodTemplate.Patch("Deployment", [new ContainerEdit(ContainerType.InitContainer, "first", null, "app:v1"), new ContainerEdit(ContainerType.ImageVolume, "model", PullPolicy.Never, null)]).ToJsonString());

    [Fact]
    public void A_restart_is_dated_as_kubectl_dates_it_whatever_the_culture()
    {
        var (before, finnish) = (CultureInfo.CurrentCulture, (CultureInfo)CultureInfo.InvariantCulture.Clone());
        finnish.DateTimeFormat.TimeSeparator = ".";
        CultureInfo.CurrentCulture = finnish;
        try
        {
            Assert.Equal(
                """{"spec":{"template":{"metadata":{"annotations":{"kubectl.kubernetes.io/restartedAt":"2026-01-02T03:04:05Z"}}}}}""",
                PodTemplate.RestartPatch("Deployment", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)).ToJsonString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("pod-bare")]
    [InlineData("job-once")]
    [InlineData("cronjob-nightly")]
    [InlineData("deployment-web")]
    [InlineData("statefulset-db")]
    public void The_pod_of_a_live_object_is_found_and_changed(string name)
    {
        var spec = PodTemplate.SpecOf(CapturedObject.Read(name))!;
        var edit = new ContainerEdit(ContainerType.Container, "app", PullPolicy.IfNotPresent, "app:v2");
        Assert.Equal("Always", PodTemplate.PolicyOf(spec, edit));

        PodTemplate.Apply(spec, [edit]);

        Assert.Equal(("IfNotPresent", "app:v2"), (PodTemplate.PolicyOf(spec, edit), spec["containers"]![0]!["image"]!.GetValue<string>()));
    }

    [Fact]
    public void The_container_behind_an_init_container_of_the_same_image_is_cured_with_it()
    {
        var edits = PodTemplate.WithSiblings(
            PodTemplate.SpecOf(CapturedObject.Read("deployment-web"))!, [(new ContainerEdit(ContainerType.InitContainer, "first", PullPolicy.IfNotPresent, null), Image)]);

        Assert.Equal([(ContainerType.InitContainer, "first"), (ContainerType.Container, "app")], edits.Select(edit => (edit.Type, edit.Container)));
    }

    [Fact]
    public void Containers_of_other_images_are_left_alone() => Assert.Single(PodTemplate.WithSiblings(
        PodTemplate.SpecOf(CapturedObject.Read("deployment-web"))!, [(new ContainerEdit(ContainerType.InitContainer, "other", PullPolicy.IfNotPresent, null), "other:latest")]));
}
