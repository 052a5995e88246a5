# Prints the container runtime's version line and, where kind put it, Kubernetes' version.
containerd --version
cat /kind/version 2>/dev/null || true
