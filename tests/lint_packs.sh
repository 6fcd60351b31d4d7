#!/usr/bin/env bash
# The completion pack is fit to judge by: a sample of its tasks is admitted under both simulators and its hidden tests
# kill mutants. usage: lint_packs.sh GATESMITH [all]      "all", or GS_LINT=all: every task (an hour)
set -euo pipefail
gatesmith=$1
which=${2:-${GS_LINT:-sample}}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export GATESMITH_TASKS=$root/tasks/packs
if [ "$which" = all ]; then
  exec "$gatesmith" tasks lint rtl-completion --sim both --mutants --jobs "$(nproc)"
fi
status=0 number=0
for folder in "$GATESMITH_TASKS"/rtl-completion/*/; do
  number=$((number + 1))
  [ $((number % 15)) -eq 3 ] || continue
  task=rtl-completion/$(basename "$folder")
  "$gatesmith" tasks lint "$task" --sim both --jobs 1 || status=1
done
"$gatesmith" tasks mutate rtl-completion/ternary-mac-pe --most 12 --jobs 1 || status=1
exit $status
