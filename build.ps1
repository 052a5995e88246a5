#Requires -Version 7.4

<#
.SYNOPSIS
    Builds, tests or packages KindTools.
.DESCRIPTION
    Short names for dotnet's commands, for people with pwsh:

    Build    dotnet build: afterwards the module can be imported from here, by ./KindTools.psd1.
    Test     dotnet test.
    Package  dotnet pack build/KindTools.Package: rebuilds the module, stages it as it is installed in
             out/KindTools/<version>, and packs it as out/KindTools.<version>.nupkg.
.EXAMPLE
    ./build.ps1 -Task Test
.EXAMPLE
    ./build.ps1 -Task Package
    Import-Module ./out/KindTools
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Package')]
    [string] $Task = 'Build'
)

$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true

Push-Location -LiteralPath $PSScriptRoot
try {
    switch ($Task) {
        Build { dotnet build }
        Test { dotnet test }
        Package { dotnet pack build/KindTools.Package }
    }
}
finally {
    Pop-Location
}
