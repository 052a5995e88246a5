# What the picture at the top of README.md shows: 'docs/pictures/make' types it, line by line, at a real prompt in a lab.
Import-KindImage resouer/ubuntu-bc
Test-PodPullPolicy job.yaml
Repair-PodPullPolicy job.yaml -WhatIf
