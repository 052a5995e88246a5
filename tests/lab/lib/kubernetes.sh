# shellcheck shell=bash
readonly KUBERNETES_VERSION=1.20.2
