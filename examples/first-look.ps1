# The first look: which image will the pod run? Needs neither Docker nor a cluster; with a cluster at hand it also looks
# at the nodes and brings them the image.
$story = "$PSScriptRoot/story"

''
'The story''s manifest. Its image is on the node, and yet:'
Test-PodPullPolicy "$story/job.yaml" | Out-Host
(Test-PodPullPolicy "$story/job.yaml").Remedy

''
'The two cures, judged by the same rules:'
Test-PodPullPolicy "$story/job-ifnotpresent.yaml", "$story/job-v1.yaml" | Out-Host

try {
    $cluster = Get-KindCluster | Where-Object State -NE Stopped
}
catch {
    ''
    'No container engine answers, so this look ends here. With Docker and a kind cluster it goes on to the nodes.'
    return
}

if (-not $cluster) {
    ''
    'There is no running kind cluster, so this look ends here. ''kind create cluster'' makes one.'
    return
}

''
'What the nodes hold:'
Get-KindNodeImage -Cluster $cluster.Name | Out-Host

''
'Bringing the story''s image to the nodes:'
Import-KindImage resouer/ubuntu-bc:latest -Cluster $cluster.Name -ErrorAction SilentlyContinue -ErrorVariable missing | Out-Host
if ($missing) { "The engine does not have it. 'docker build -t resouer/ubuntu-bc examples/story' builds it." }
