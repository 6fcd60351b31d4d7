#!/usr/bin/env bash
# Installs what is missing, builds, runs every test. The last line is "N passed, N failed[, N skipped]".
# usage: tests/run.sh [--sanitize] [--tidy] [-- CTEST_ARGUMENT...]
#   --sanitize  also builds with AddressSanitizer and UndefinedBehaviorSanitizer (build-sanitize/) and runs the tests there
#   --tidy      also runs clang-tidy's allow-list over the sources
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
sanitize=0 tidy=0
while [ $# -gt 0 ]; do
  case "$1" in
    --sanitize) sanitize=1 ;;
    --tidy) tidy=1 ;;
    --) shift; break ;;
    *) echo "tests/run.sh: unknown option $1" >&2; exit 2 ;;
  esac
  shift
done
examples/install_dependencies.sh build run test
jobs=$(nproc)
passed=0 failed=0 skipped=0

# build FOLDER CMAKE_ARGUMENT...
build() {
  local folder=$1
  shift
  cmake -S . -B "$folder" -G Ninja -DCMAKE_BUILD_TYPE=Release -DGS_DEVELOPER=ON -DGS_TESTS=ON "$@" >"$folder.log" 2>&1 &&
    cmake --build "$folder" -j "$jobs" >>"$folder.log" 2>&1 ||
    { tail -n 40 "$folder.log" >&2; echo "0 passed, 1 failed"; exit 1; }
}

# test_in FOLDER CTEST_ARGUMENT...: adds to the counts; shows failures and the reasons of skips
test_in() {
  local folder=$1 junit
  shift
  junit=$(mktemp)
  ctest --test-dir "$folder" -j "$jobs" --output-on-failure --output-junit "$junit" "$@" | tail -n 400 || true
  local counts
  counts=$(python3 tests/support/junit_counts.py "$junit") || { rm -f "$junit"; echo "0 passed, 1 failed"; exit 1; }
  rm -f "$junit"
  read -r p f s <<<"$counts"
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
}

build build
test_in build "$@"
if [ $sanitize -eq 1 ]; then
  build build-sanitize -DGS_SANITIZE=address,undefined
  # what takes long tests other processes than ours
  test_in build-sanitize -LE 'end-to-end|attacks' -E 'LeftoversTest.NoneAfter' "$@"
fi
if [ $tidy -eq 1 ]; then
  if tests/tidy.sh build; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
fi
summary="$passed passed, $failed failed"
[ $skipped -gt 0 ] && summary="$summary, $skipped skipped"
echo "$summary"
[ $failed -eq 0 ] && [ $passed -gt 0 ]
