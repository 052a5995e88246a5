namespace KindTools.ModuleTests;

public class WatchKindImageTests
{
    [Fact]
    public void Imports_and_restarts_are_rows_of_one_table()
    {
        var host = new PrintingHost(width: 100);
        using var module = new Module(host: host);

        module.Run(
            """
            $import = [KindTools.ImageImportResult]@{ Image = 'docker.io/library/app:dev'; Cluster = 'kind'; Node = 'kind-control-plane'; Status = 'Imported'; BytesSent = 2310; BytesTotal = 12702310; Elapsed = '00:00:00.66' }
            $restart = [KindTools.PodPullRepair]@{ Cluster = 'kind'; Namespace = 'shop'; Kind = 'Deployment'; ObjectName = 'web'; Status = 'Repaired'; RunningPods = [string[]]'web-1'; FailingPods = [KindTools.PodProblem[]]@(); Elapsed = '00:00:04.77' }
            $failing = [KindTools.PodPullRepair]@{ Cluster = 'kind'; Namespace = 'shop'; Kind = 'StatefulSet'; ObjectName = 'db'; Status = 'FailsAnew'; FailingPods = [KindTools.PodProblem[]]@([KindTools.PodProblem]::new('db-0', 'CrashLoopBackOff', $null)); Elapsed = '00:00:09.1' }
            foreach ($result in $import, $restart, $failing) {
                $seen = [psobject]$result
                $seen.PSObject.TypeNames.Insert(0, $seen.PSObject.TypeNames[0] + '#Watch')
            }
            & { $import; $restart; $failing; $import } | Out-Default
            """);

        Assert.Empty(module.Errors);
        Assert.Equal(
            """
            WHERE                STATUS          SENT   REUSED     TIME WHAT
            -----                ------          ----   ------     ---- ----
            kind-control-plane   Imported     2.31 kB  12.7 MB   0.66 s app:dev
            shop                 Restarted                       4.77 s Deployment/web
            shop                 FailsAnew                       9.10 s StatefulSet/db; db-0: CrashLoopBackOff
            kind-control-plane   Imported     2.31 kB  12.7 MB   0.66 s app:dev
            """.ReplaceLineEndings(),
            string.Join(Environment.NewLine, host.Plain.ReplaceLineEndings().Trim().Split(Environment.NewLine).Select(line => line.TrimEnd())));
    }
}
