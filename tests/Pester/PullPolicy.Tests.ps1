BeforeAll {
    Import-Module "$PSScriptRoot/../../KindTools.psd1"
    $PSStyle.OutputRendering = 'PlainText'
    $story = Resolve-Path "$PSScriptRoot/../../examples/story"
}

Describe 'Test-PodPullPolicy' {
    It 'foretells the story, and both cures' {
        (Test-PodPullPolicy "$story/job.yaml").Verdict | Should -Be 'IgnoresNodeImage'
        (Test-PodPullPolicy "$story/job-ifnotpresent.yaml", "$story/job-v1.yaml").Verdict | Should -Be 'UsesNodeImage', 'UsesNodeImage'
    }

    It 'takes files from Get-ChildItem' {
        @(Get-ChildItem $story -Filter *.yaml | Test-PodPullPolicy).Count | Should -Be 3
    }

    It 'takes text line by line, as native commands write it' {
        $result = Get-Content "$story/job.yaml" | Test-PodPullPolicy
        $result.Container | Should -Be 'pi'
        $result.EffectivePolicy | Should -Be 'Always'
    }

    It 'prints a table that fits 100 columns, grouped by file' {
        $lines = (Test-PodPullPolicy $story | Out-String -Width 100) -split '\r?\n'
        $lines | Should -Contain "   File: $(Join-Path $story job.yaml)"
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 100
        ($lines -match 'IgnoresNodeImage') | Should -HaveCount 1
    }

    It 'reports a file that does not exist, and goes on' {
        $result = Test-PodPullPolicy "$story/nowhere.yaml", "$story/job.yaml" -ErrorAction SilentlyContinue -ErrorVariable failure
        $result | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'PathNotFound,*'
        $failure[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }

    It 'gives a script one boolean with -Quiet' {
        Test-PodPullPolicy "$story/job.yaml" -Quiet | Should -BeFalse
        Test-PodPullPolicy "$story/job-v1.yaml" -Quiet | Should -BeTrue
    }
}

Describe 'Repair-PodPullPolicy' {
    BeforeEach {
        $null = New-Item "$TestDrive/k8s" -ItemType Directory -Force
        Copy-Item "$PSScriptRoot/../../examples/manifests/*" "$TestDrive/k8s" -Force
    }

    It 'shows the change with -WhatIf and writes nothing' {
        $before = Get-FileHash "$TestDrive/k8s/*"
        $planned = Repair-PodPullPolicy "$TestDrive/k8s" -WhatIf -PassThru
        $planned.Status | Select-Object -Unique | Should -Be 'Planned'
        (Get-FileHash "$TestDrive/k8s/*").Hash | Should -Be $before.Hash
    }

    It 'mends what Test-PodPullPolicy found, once' {
        $repairs = Test-PodPullPolicy "$TestDrive/k8s" | Repair-PodPullPolicy -PassThru
        $repairs.Status | Select-Object -Unique | Should -Be 'Repaired'
        Test-PodPullPolicy "$TestDrive/k8s" -Quiet | Should -BeTrue
        Repair-PodPullPolicy "$TestDrive/k8s" -PassThru | Should -BeNullOrEmpty
    }

    It 'takes files from Get-ChildItem' {
        Get-ChildItem "$TestDrive/k8s" -Filter queue.yaml | Repair-PodPullPolicy
        "$TestDrive/k8s/queue.yaml" | Should -FileContentMatch 'imagePullPolicy: "IfNotPresent"  # was needed'
    }

    It 'mends text in one piece and line by line' {
        $whole = Get-Content "$TestDrive/k8s/agent.json" -Raw | Repair-PodPullPolicy
        ($whole | ConvertFrom-Json).spec.template.spec.containers.imagePullPolicy | Should -Be 'IfNotPresent'
        Get-Content "$TestDrive/k8s/agent.json" | Repair-PodPullPolicy | Should -HaveCount (1 + (Get-Content "$TestDrive/k8s/agent.json").Count)
    }
}

Describe 'ConvertTo-PodPullPolicySarif' {
    It 'names files from the root' {
        $sarif = Test-PodPullPolicy $story | ConvertTo-PodPullPolicySarif -Root $story | ConvertFrom-Json
        $sarif.runs.results.locations.physicalLocation.artifactLocation.uri | Should -Be 'job.yaml'
    }
}
