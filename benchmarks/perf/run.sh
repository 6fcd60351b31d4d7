#!/usr/bin/env bash
# Builds and runs one benchmark of Gatesmith itself: benchmarks/perf/run.sh NAME [ARGUMENT...], e.g. sandbox
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
name=${1:?usage: benchmarks/perf/run.sh NAME [ARGUMENT...]}
shift
cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Release -DGS_PERF=ON >build.log 2>&1 &&
  cmake --build build --target "perf_$name" >>build.log 2>&1 || { tail -n 20 build.log >&2; exit 1; }
exec "build/benchmarks/perf/perf_$name" "$@"
