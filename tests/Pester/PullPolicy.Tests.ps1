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
