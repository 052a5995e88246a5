BeforeDiscovery {
    Import-Module "$PSScriptRoot/../../KindTools.psd1"
    $clusters = try { @(Get-KindCluster) } catch { @() }
    $cluster = if ($env:KIND_CLUSTER_NAME) { $env:KIND_CLUSTER_NAME } else { 'kind' }
    $noCluster = $cluster -notin $clusters.Name
}

Describe 'Nodes and images' -Skip:$noCluster {
    BeforeAll {
        Import-Module "$PSScriptRoot/../../KindTools.psd1"
        $PSStyle.OutputRendering = 'PlainText'
        $cluster = if ($env:KIND_CLUSTER_NAME) { $env:KIND_CLUSTER_NAME } else { 'kind' }
        $nodes = Get-KindNode $cluster
        $image = (Get-KindNodeImage -Node $nodes[0].Name | Where-Object Tag)[0]
        function Complete([string] $Line) { (TabExpansion2 $Line $Line.Length).CompletionMatches }
    }

    It 'prints images as crictl does, with the node in front' {
        $lines = (Get-KindNodeImage | Out-String -Width 120) -split '\r?\n' | Where-Object { $_ }
        $lines[0] | Should -Match '^NODE\s+IMAGE\s+TAG\s+IMAGE ID\s+SIZE$'
        $lines[2] | Should -Match "^\S+\s+\S+\s+\S+\s+[0-9a-f]{13}\s+[\d.]+ [kMG]?B$"
    }

    It 'pipes clusters to nodes to images' {
        $piped = Get-KindCluster $cluster | Get-KindNode | Get-KindNodeImage $image.Image
        $piped.Node | Sort-Object | Should -Be (Get-KindNodeImage $image.Image).Node
    }

    It 'completes clusters, nodes and images' {
        (Complete 'Get-KindNodeImage -Cluster ').CompletionText | Should -Contain $cluster
        (Complete "Get-KindNodeImage -Cluster $cluster -Node ").CompletionText | Should -Be $nodes.Name
        (Complete "Get-KindNodeImage -Cluster $cluster ").ToolTip | Should -Not -BeNullOrEmpty
    }

    It 'compares, tags and exports, and takes it all away again' {
        Get-KindNodeImage kindtools-pester* | Remove-KindNodeImage
        $tag = 'kindtools-pester/copy:1'
        (Add-KindNodeImageTag $image.Image $tag -Node $image.Node).Status | Should -Be 'Tagged'
        (Compare-KindImage $tag).State | Should -Be 'OnlyOnNode'
        $archive = Join-Path $TestDrive 'copy.tar'
        (Export-KindNodeImage $tag $archive).Status | Should -Be 'Exported'
        { Export-KindNodeImage $tag $archive -ErrorAction Stop } | Should -Throw -ErrorId 'FileExists,*'
        $removed = Get-KindNodeImage $tag | Remove-KindNodeImage -Force
        $removed.Status | Should -Be 'Removed'
        Get-KindNodeImage kindtools-pester* | Should -BeNullOrEmpty
        (Import-KindImage -Path $archive -Node $image.Node).Status | Should -BeIn 'Imported', 'Tagged'
        (Remove-KindNodeImage kindtools-pester* -Force).Status | Should -Be 'Removed'
    }

    It 'keeps what the cluster needs' {
        $system = Get-KindNodeImage | Where-Object Pinned | Select-Object -First 1
        if (-not $system) { Set-ItResult -Skipped -Because 'no image is pinned here'; return }
        { $system | Remove-KindNodeImage -ErrorAction Stop } | Should -Throw -ErrorId 'SystemImageKept,*'
        Get-KindNodeImage $system.Image -Node $system.Node | Should -HaveCount 1
    }

    It 'stops early without a fuss' {
        Get-KindNodeImage | Select-Object -First 1 | Should -HaveCount 1
    }

    It 'says what is near a mistyped cluster, node or image, with an id and a category' -ForEach @(
        @{ Script = { Get-KindNode nowhere -ErrorAction Stop }; Id = 'ClusterNotFound'; Says = "*There *: *" }
        @{ Script = { Get-KindNodeImage -Node nowhere -ErrorAction Stop }; Id = 'NodeNotFound'; Says = "*There *: *" }
        @{ Script = { Remove-KindNodeImage no/such:1 -ErrorAction Stop }; Id = 'ImageNotFound'; Says = '*no/such:1*' }
        @{ Script = { Compare-KindImage no/such:1 -ErrorAction Stop }; Id = 'ImageNotFound'; Says = '*no/such:1*' }
        @{ Script = { Add-KindNodeImageTag * No/Such -ErrorAction Stop }; Id = 'ImageReferenceInvalid'; Says = '*lower case*' }
        @{ Script = { Import-KindImage No/Such -ErrorAction Stop }; Id = 'ImageReferenceInvalid'; Says = '*lower case*' }
        @{ Script = { Import-KindImage no/such:1 -ErrorAction Stop }; Id = 'ImageNotFound'; Says = '*no/such:1*' }
    ) {
        $failure = { & $Script } | Should -Throw -ExceptionType KindTools.KindToolsException -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $failure.CategoryInfo.Category | Should -Not -Be 'NotSpecified'
        $failure.Exception.Message | Should -BeLike $Says
    }

    It 'changes nothing with -WhatIf, and still answers' {
        $before = Get-KindNodeImage | ForEach-Object Image
        $planned = Import-KindImage kindtools-lab/base:1 -WhatIf
        $planned | Should -HaveCount $nodes.Count
        $planned.Status | Should -BeIn 'WouldImport', 'WouldTag', 'AlreadyPresent'
        Get-KindNodeImage | ForEach-Object Image | Should -Be $before
    }
}
