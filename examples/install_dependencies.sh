#!/usr/bin/env bash
# Installs the Debian packages of dependencies.txt that are missing.
# usage: examples/install_dependencies.sh GROUP...        groups: build run test
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

missing=()
while read -r package group _; do
  case "$package" in ''|'#'*) continue ;; esac
  for wanted in "$@"; do
    [ "$group" = "$wanted" ] || continue
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
  done
done <"$root/dependencies.txt"
[ ${#missing[@]} -eq 0 ] && exit 0

echo "installing Debian packages: ${missing[*]}" >&2
run() {
  if [ "$(id -u)" -eq 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else echo "not root and no sudo: please run: apt-get install ${missing[*]}" >&2; exit 3; fi
}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
if ! { run apt-get update && run apt-get install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  echo "apt-get failed; its last lines are above" >&2
  exit 3
fi
