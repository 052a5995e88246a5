@{
    RootModule           = 'module/bin/KindTools.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '5d1f3c0e-8a53-4a3b-9b0e-6f1f1c6f2a77'
    Author               = 'The KindTools contributors'
    CompanyName          = 'Community'
    Copyright            = '(c) The KindTools contributors. MIT License.'
    Description          = 'The image you built is the image your pod runs: loads local images into kind nodes, shows what nodes hold, tests and repairs pull policies, explains and cures image pull failures.'
    CompatiblePSEditions = 'Core'
    PowerShellVersion    = '7.4'
    FormatsToProcess     = 'module/KindTools.Format.ps1xml'
    # Lists stand without @( ): for that PowerShell compiles code, which an import would wait for.
    CmdletsToExport      =
        'Add-KindNodeImageTag',
        'Compare-KindImage',
        'ConvertTo-PodPullPolicySarif',
        'Export-KindNodeImage',
        'Get-KindCluster',
        'Get-KindNode',
        'Get-KindNodeImage',
        'Get-KindToolsInfo',
        'Get-PodImageDrift',
        'Get-PodPullFailure',
        'Import-KindImage',
        'Remove-KindNodeImage',
        'Repair-PodPullFailure',
        'Repair-PodPullPolicy',
        'Test-PodPullPolicy',
        'Watch-KindImage'
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    PrivateData          = @{
        PSData = @{
            Tags         = 'kind', 'Kubernetes', 'Docker', 'containerd', 'container', 'image', 'imagePullPolicy', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS'
            LicenseUri   = 'https://github.com/KindTools/KindTools/blob/main/LICENSE'
            ProjectUri   = 'https://github.com/KindTools/KindTools'
            IconUri      = 'https://raw.githubusercontent.com/KindTools/KindTools/main/build/KindTools.Package/icon.png'
            Prerelease   = 'preview1'
            ReleaseNotes = 'See CHANGELOG.md.'
        }
    }
}
