#!/usr/bin/env bash
# check_layers.sh ROOT: prints every place where a layer reaches upward or does what only another may do; exit 1 if any.
#   base < tasks < sandbox, retrieval < evaluators < agent < benchmarks < agent/cli
set -euo pipefail
cd "$1"
found=0
report() { echo "$*"; found=1; }

declare -A rank=([base]=0 [tasks]=1 [sandbox]=2 [retrieval]=2 [evaluators]=3 [agent]=4 [benchmarks]=5 [cli]=6)
folders=(base tasks sandbox retrieval evaluators agent benchmarks)

# layer_of PATH: sets `layer` to the layer that a file of the repository belongs to; empty for none
layer_of() {
  layer=${1%%/*}
  case "$1" in agent/cli/*) layer=cli ;; esac
  if [ -z "${rank[$layer]:-}" ]; then layer=; fi
}

# may_use LAYER OTHER: itself and what lies strictly below; siblings do not know each other
may_use() { [ "$1" = "$2" ] || [ "${rank[$2]}" -lt "${rank[$1]}" ]; }

present=()
for folder in "${folders[@]}"; do if [ -d "$folder" ]; then present+=("$folder"); fi; done
if [ ${#present[@]} -eq 0 ]; then echo "no layer in $1" >&2; exit 2; fi
mapfile -t sources < <(find "${present[@]}" -type f \( -name '*.[ch]pp' -o -name '*.cu' -o -name '*.cuh' -o -name '*.in' \) \
  -not -path 'tasks/packs/*' -not -path 'evaluators/rtl/harness/*' | sort)

while IFS=: read -r file line text; do
  included=${text#*[\"<]}
  included=${included%%[\">]*}
  case "$included" in ./* | ../* | */../*) report "$file:$line: includes \"$included\", not rooted at the repository"; continue ;; esac
  layer_of "$file"; from=$layer
  layer_of "$included"; to=$layer
  if [ -z "$to" ]; then
    case "$included" in tests/* | examples/*) report "$file:$line: $from includes $included" ;; esac
    continue
  fi
  may_use "$from" "$to" || report "$file:$line: $from includes $included"
done < <(grep -nHE '^[[:space:]]*#[[:space:]]*include' "${sources[@]}" /dev/null || true)

# All code as FILE:LINE:TEXT, without comments and without what stands in quotes.
code=$(awk '{ gsub(/"([^"\\]|\\.)*"/, "\"\""); sub(/\/\/.*/, ""); if (NF) print FILENAME ":" FNR ":" $0 }' "${sources[@]}")

# only PATTERN WHAT WHERE: code that matches PATTERN stands in the folder WHERE alone; benchmarks/perf holds programs of their own
only() {
  local line
  while IFS= read -r line; do report "$(cut -d: -f1,2 <<<"$line"): $2 outside of $3/"; done < <(
    grep -vE "^($3|benchmarks/perf)/" <<<"$code" | grep -E "$1" || true)
}
word='[^[:alnum:]_.>]'
only "${word}(v?fork|clone3?|exec(l|le|lp|v|ve|vp|vpe)|fexecve|posix_spawnp?|popen|system|daemon)[[:space:]]*\\(" \
  "starts a process" sandbox
only "std::(cout|puts|printf|print|println|putchar)\\b|${word}(puts|printf|putchar|vprintf)[[:space:]]*\\(|${word}stdout\\b|STDOUT_FILENO" \
  "writes to standard output" agent/cli
only "${word}socket(pair)?[[:space:]]*\\(|curl_easy_" "opens a socket" base

# Links: gs::NAME and gs_NAME in the folder's CMakeLists.txt, and the same for the tests of a layer.
while IFS= read -r list; do
  layer_of "${list#tests/}"; from=$layer
  # The tests of the program itself see everything.
  case "$list" in tests/cli/*) continue ;; esac
  if [ -z "$from" ]; then continue; fi
  while IFS=: read -r line name; do
    to=${name#gs}
    to=${to#::}
    to=${to#_}
    if [ -z "${rank[$to]:-}" ]; then continue; fi
    may_use "$from" "$to" || report "$list:$line: $from links $name"
  done < <(sed -E 's/#.*//' "$list" | grep -noE '\bgs(::|_)[a-z]+\b' || true)
done < <(find "${present[@]}" tests -name CMakeLists.txt -not -path 'tasks/packs/*' 2>/dev/null | sort)
exit $found
