#!/usr/bin/env bash
# From a fresh Debian 12 machine to a recorded repair: installs what is missing, builds, repairs a dozen broken designs
# without a model, an API key or a network, and says where the report is. Quick the second time.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
examples/install_dependencies.sh build run
say() { printf '\n== %s\n' "$*" >&2; }

say "building into build/"
cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Release -DGS_TESTS=OFF >build.log 2>&1 || { tail -n 20 build.log >&2; exit 3; }
cmake --build build >>build.log 2>&1 || { tail -n 40 build.log >&2; exit 3; }

say "gatesmith run rtl-repair:quick --model search"
exec build/gatesmith run rtl-repair:quick --model search "$@"
