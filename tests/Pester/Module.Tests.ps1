BeforeDiscovery {
    Import-Module "$PSScriptRoot/../../KindTools.psd1" -Force
    $cmdlets = (Get-Module KindTools).ExportedCmdlets.Values | ForEach-Object { @{ Name = $_.Name } }
}

BeforeAll {
    Import-Module "$PSScriptRoot/../../KindTools.psd1" -Force
}

Describe 'The module' {
    It 'exports exactly what its manifest lists' {
        $manifest = Import-PowerShellDataFile "$PSScriptRoot/../../KindTools.psd1"
        (Get-Module KindTools).ExportedCmdlets.Keys | Sort-Object | Should -Be ($manifest.CmdletsToExport | Sort-Object)
    }

    It 'has a valid manifest' {
        (Test-ModuleManifest "$PSScriptRoot/../../KindTools.psd1").Version | Should -Be '0.1.0'
    }

    It 'keeps its dependencies out of the default load context' {
        try { Get-KindCluster } catch { $null = $_ }
        $default = [System.Runtime.Loader.AssemblyLoadContext]::Default.Assemblies.ForEach({ $_.GetName().Name })
        $default | Should -Not -Contain 'Docker.DotNet'
        $default | Should -Not -Contain 'KindTools.Core'
    }

    It 'can be removed and imported again' {
        Remove-Module KindTools
        Get-Command Get-KindNode -ErrorAction Ignore -Module KindTools | Should -BeNullOrEmpty
        Import-Module "$PSScriptRoot/../../KindTools.psd1"
        Get-Command Get-KindNode -Module KindTools | Should -Not -BeNullOrEmpty
    }

    It 'works in a second runspace' {
        $inside = [powershell]::Create()
        $output = $inside.AddScript("Import-Module '$PSScriptRoot/../../KindTools.psd1'; Test-PodPullPolicy '$PSScriptRoot/../../examples/story/job.yaml'").Invoke()
        $inside.Dispose()
        $output.Verdict | Should -Be 'IgnoresNodeImage'
    }
}

Describe 'Get-Help <Name>' -ForEach $cmdlets {
    BeforeAll { $help = Get-Help $Name -Full }

    It 'has a synopsis and a description' {
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $help.Description.Text | Should -Not -BeNullOrEmpty
    }

    It 'has at least three examples' {
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 3
        Get-Help $Name -Examples | Out-String | Should -Match 'Example 1'
    }

    It 'describes every parameter' {
        $common = [System.Management.Automation.Cmdlet]::CommonParameters + [System.Management.Automation.Cmdlet]::OptionalCommonParameters
        foreach ($parameter in (Get-Command $Name).Parameters.Keys | Where-Object { $_ -notin $common }) {
            (Get-Help $Name -Parameter $parameter).Description.Text | Should -Not -BeNullOrEmpty -Because "-$parameter needs help"
        }
    }
}

Describe 'about_KindTools' {
    It 'tells how the container engine is found' {
        Get-Help about_KindTools | Out-String | Should -Match 'DOCKER_CONTEXT'
    }
}
