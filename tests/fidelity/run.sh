#!/usr/bin/env bash
# Builds gatesmith and holds its verdicts against the suites' own commands; see fidelity.py for options.
# usage: GS_VERILOG_EVAL=~/verilog-eval GS_RTLLM=~/RTLLM tests/fidelity/run.sh [OPTION...]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root"
examples/install_dependencies.sh build run
cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Release >build.log 2>&1 && cmake --build build --target gatesmith >>build.log 2>&1 ||
  { tail -n 40 build.log >&2; exit 3; }
exec python3 tests/fidelity/fidelity.py build/gatesmith "$@"
