#Requires -Version 7.4

<#
.SYNOPSIS
    One turn of the inner loop: build an image, bring it to the nodes, restart what runs it, wait until it runs.
.DESCRIPTION
    With -Manifest the manifests are tested before they are applied: one whose pod would not use the image on the node is
    not. What is restarted is what runs an older build of the image, in all namespaces of the cluster.

    For a loop without a thought, leave the turning to Watch-KindImage: Watch-KindImage shop/web:dev -Restart
.EXAMPLE
    ./examples/dev-loop.ps1 shop/web:dev ./web
.EXAMPLE
    ./examples/dev-loop.ps1 shop/web:dev ./web -Manifest ./k8s -Cluster dev
#>
[CmdletBinding()]
param(
    # The image to build.
    [Parameter(Mandatory, Position = 0)]
    [string] $Image,

    # The folder with its Dockerfile.
    [Parameter(Position = 1)]
    [string] $Path = '.',

    # Manifests to apply, a file or a folder.
    [string] $Manifest,

    # The kind cluster.
    [string] $Cluster = $(if ($env:KIND_CLUSTER_NAME) { $env:KIND_CLUSTER_NAME } else { 'kind' }),

    # Seconds to wait until the pods run.
    [int] $TimeoutSec = 120
)

$ErrorActionPreference = 'Stop'

docker build --tag $Image $Path
if ($LASTEXITCODE) { throw "docker build failed with exit code $LASTEXITCODE." }

Import-KindImage $Image -Cluster $Cluster -OutVariable imported | Out-Host
$name = $imported[0].Image # in full, as pods' images are compared

$workloads = @()
if ($Manifest) {
    $null = Test-PodPullPolicy $Manifest -Recurse -ErrorOnFinding
    kubectl apply --context "kind-$Cluster" --filename $Manifest --recursive
    if ($LASTEXITCODE) { throw "kubectl apply failed with exit code $LASTEXITCODE." }

    $applied = kubectl get --context "kind-$Cluster" --filename $Manifest --recursive --output json | ConvertFrom-Json
    $workloads = @($(if ($applied.kind -eq 'List') { $applied.items } else { $applied }) | Where-Object kind -In Deployment, DaemonSet, StatefulSet)
}

# What runs an older build is restarted, and what waits for the image is waited for.
$cure = @{ Confirm = $false; TimeoutSec = $TimeoutSec }
Get-PodImageDrift -Cluster $Cluster -AllNamespaces | Where-Object NormalizedImage -EQ $name | Repair-PodPullFailure @cure -OutVariable restarted | Out-Host
Get-PodPullFailure -Cluster $Cluster -AllNamespaces | Where-Object NormalizedImage -EQ $name | Repair-PodPullFailure @cure -OutVariable mended | Out-Host

foreach ($workload in $workloads) {
    kubectl rollout status --context "kind-$Cluster" --namespace $workload.metadata.namespace "$($workload.kind)/$($workload.metadata.name)" --timeout "${TimeoutSec}s"
    if ($LASTEXITCODE) { throw "$($workload.kind)/$($workload.metadata.name) does not run." }
}

$open = @($restarted) + @($mended) | Where-Object Status -NE Repaired
if ($open) { throw "Not all that runs $Image has come to run: $($open.ObjectName -join ', ')." }
