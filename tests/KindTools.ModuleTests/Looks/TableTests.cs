using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace KindTools.ModuleTests.Looks;

/// <summary>What the console prints of each type: 100 columns, with colours and without.</summary>
[Collection(EnvironmentCollection.Name)]
public partial class TableTests
{
    /// <summary>By type; colours as marks, which do not count for the columns.</summary>
    public static TheoryData<string, string> Tables { get; } = new()
    {
        {
            "KindCluster",
            """
            NAME               STATE   NODES KUBERNETES API SERVER               CONTEXT
            ----               -----   ----- ---------- ----------               -------
            kind               <green>Running</>     3 v1.36.2    https://127.0.0.1:26446/ kind-kind
            half               <yellow>Partial</>     3
            featur…ong-to-tell <red>Stopped</>     1 v1.36.2    https://127.0.0.1:26447/ kind-f…ong-to-tell
            """
        },
        {
            "KindNode",
            """
               Cluster: kind

            NAME               ROLE          STATE     AGE ADDRESS    RUNTIME          KUBERNETES
            ----               ----          -----     --- -------    -------          ----------
            kind-control-plane control-plane <green>Running</>  3d3h 172.18.0.2 containerd 2.1.9 v1.36.2
            kind-worker        worker        <yellow>Paused</>  7h30m 172.18.0.3 containerd 2.1.9 v1.36.2
            kind-worker2       worker        <red>Stopped</> 5m30s
            """
        },
        {
            "KindNodeImage",
            """
            NODE               IMAGE                           TAG                IMAGE ID         SIZE
            ----               -----                           ---                --------         ----
            kind-control-plane app                             dev                1fb9b6f4ac612 24.7 MB
            kind-control-plane kindest/local-path-provisioner  v20240813-c6f155d6 1fb9b6f4ac612 20.4 MB
            kind-control-plane registry.e…hop/checkout-service 2026.11.25-1f3cce4 1fb9b6f4ac612 1.23 GB
            kind-control-plane <none>                          <none>             1fb9b6f4ac612  320 kB
            """
        },
        {
            "ImageImportResult",
            """
            NODE               IMAGE                    STATUS        SENT  REUSED    TIME
            ----               -----                    ------        ----  ------    ----
            kind-control-plane resouer/ubuntu-bc:latest <green>Imported</>    303 kB 36.7 MB  0.86 s
            kind-worker        resouer/ubuntu-bc:latest <red>Failed</>         0 B     0 B 72.20 s
            kind-worker2       resouer/ubuntu-bc:latest WouldImport    0 B     0 B  0.00 s
            """
        },
        {
            "ImageRemovalResult",
            """
            NODE               IMAGE  IMAGE ID      STATUS
            ----               -----  --------      ------
            kind-control-plane app:v1 1fb9b6f4ac612 <green>Removed</>
            kind-worker        <none> 1fb9b6f4ac612 WouldRemove
            """
        },
        {
            "ImageTagResult",
            """
            NODE               IMAGE                        IMAGE ID      STATUS
            ----               -----                        --------      ------
            kind-control-plane registry.example/team/app:v1 1fb9b6f4ac612 <green>Tagged</>
            kind-worker        registry.example/team/app:v1 1fb9b6f4ac612 <green>AlreadyPresent</>
            kind-worker2       registry.example/team/app:v1 1fb9b6f4ac612 WouldTag
            """
        },
        {
            "ImageExportResult",
            """
            NODE               IMAGE         SIZE STATUS      TO
            ----               -----         ---- ------      --
            kind-control-plane app:dev    17.7 MB <green>Exported</>    images.tar
            kind-control-plane worker:dev 17.7 MB WouldExport (engine)
            """
        },
        {
            "KindImageComparison",
            """
            NODE               IMAGE                      STATE
            ----               -----                      -----
            kind-control-plane app:dev                    <yellow>Stale</>
            kind-control-plane worker:dev                 <green>Same</>
            kind-control-plane migrations:dev             <yellow>Missing</>
            kind-worker        registry.k8s.io/pause:3.10 OnlyOnNode
            """
        },
        {
            "PullPolicyResult",
            """
               File: /home/me/k8s/job.yaml

             LINE KIND/NAME                CONTAINER  IMAGE                    POLICY         VERDICT
             ---- ---------                ---------  -----                    ------         -------
               13 Job/pi                   pi         resouer/ubuntu-bc:v1     IfNotPresent   <green>UsesNodeImage</>
               13 Job/pi                   pi         registry…checkout:latest (Always)       <yellow>IgnoresNodeImage</>

               File: (context kind-dev, namespace shop)

             LINE KIND/NAME                CONTAINER  IMAGE                    POLICY         VERDICT
             ---- ---------                ---------  -----                    ------         -------
                  Deployment/web           web        Web:dev                                 <red>InvalidImageName</>
            """
        },
        {
            "PullPolicyRepair",
            """
               File: /home/me/k8s/shop.yaml

             LINE KIND/NAME                      CONTAINER  IMAGE                         POLICY       STATUS
             ---- ---------                      ---------  -----                         ------       ------
               13 Deployment/shop                web        shop/web                      IfNotPresent <green>Repaired</>
               21 Deployment/shop                cache      shop/cache:v2                              Planned
               34 Deployment/shop                proxy      shop/proxy                                 <yellow>Skipped</>
            """
        },
        {
            "PodPullFailure",
            """
               Namespace: shop of kind

            POD                    IMAGE                      CAUSE              WHY
            ---                    -----                      -----              ---
            Deployment/web (2)     shop/web:latest            <red>AlwaysPolicy</>       the node has it, the policy is
                                                                                  Always
            report                 report@sha256:1fb9b6f      <yellow>Recovering</>         the node has it by now
            api                    api:dev                    <green>(over)</>             it runs
            """
        },
        {
            "PodImageDrift",
            """
               Namespace: shop of kind

            POD                        IMAGE                      DRIFT            RUNS           NODE HAS
            ---                        -----                      -----            ----           --------
            report                     localhost…00/report:latest <red>RegistryAnswered</> (1fb9b6f4ac61) 1fb9b6f4ac61
            checkout-…54c56cf785-xg5qh registry.…orm/checkout:dev <yellow>NodeHasOther</>     202d6c7a4417   -
            """
        },
        {
            "PodPullRepair",
            """
               Namespace: shop of kind

            OBJECT                 STATUS    DONE                     PODS, OR WHAT REMAINS TO DO
            ------                 ------    ----                     ---------------------------
            Job/pi                 <green>Repaired</>  Recreate                 pi-tsqzx runs
            Deployment/web         <red>FailsAnew</> LoadImage, PatchTemplate web-1: CrashLoopBackOff
            Deployment/cart        Planned   (nothing yet)            Set the policy of 'cart' to IfNotPresent.
            Deployment/mail        <yellow>Managed</>                            Change the chart.
            """
        },
    };

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_type_is_a_table_that_fits_and_whose_states_are_coloured(string type, string table)
    {
        Assert.Equal(table, Printer.Coloured(Samples.All[type]));
        Assert.Equal(Printer.WithoutMarks(table), Printer.Plain(Samples.All[type]));
        Assert.All(Printer.WithoutMarks(table).Split('\n'), line => Assert.InRange(line.Length, 0, Printer.Width));
    }

    /// <summary>As after Start-Job, Invoke-Command or Import-Clixml: no methods, and enums are words.</summary>
    [Theory]
    [MemberData(nameof(Tables))]
    public void Objects_that_were_serialized_look_the_same(string type, string table) =>
        Assert.Equal(table, Printer.Coloured(
            $"& {{ {Samples.All[type]} }} | ForEach-Object {{ [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($_, 2)) }}"));

    [Theory]
    [InlineData("KindNodeImage")]
    [InlineData("ImageImportResult")]
    [InlineData("PodImageDrift")]
    public void In_a_narrow_window_names_give_way_and_no_column_is_left_out(string type)
    {
        var header = Printer.WithoutMarks(Tables.Single(row => row.Data.Item1 == type).Data.Item2).Split('\n').First(line => line.Contains("IMAGE", StringComparison.Ordinal));

        var printed = Printer.Print(Samples.All[type], new PrintingHost(width: 80));

        Assert.Contains(Words().Matches(header).Select(word => word.Value), printed.Split(Environment.NewLine).Select(line => Words().Matches(Escapes().Replace(line, "")).Select(word => word.Value)));
    }

    [Fact]
    public void Every_type_that_a_cmdlet_emits_has_a_view_and_every_table_is_tested()
    {
        using var module = new Module();
        var types = module.Run("(Get-Command -Module KindTools).OutputType.Type | ForEach-Object FullName").Select(type => type.ToString())
            .Where(type => type.StartsWith("KindTools.", StringComparison.Ordinal)).Distinct();
        var views = XDocument.Load(Path.Combine(Module.Root, "module", "KindTools.Format.ps1xml")).Descendants("View")
            .Select(view => (Type: view.Element("ViewSelectedBy")!.Element("TypeName")!.Value, IsTable: view.Element("TableControl") is not null)).ToList();

        Assert.All(types, type => Assert.Contains((type, false), views));
        Assert.Subset(
            Tables.Select(row => "KindTools." + row.Data.Item1).ToHashSet(),
            views.Where(view => view.IsTable).Select(view => view.Type.Split('#')[0]).ToHashSet());
    }

    [GeneratedRegex(@"\S+")]
    private static partial Regex Words();

    [GeneratedRegex("\e\\[[0-9;]*m")]
    private static partial Regex Escapes();
}
