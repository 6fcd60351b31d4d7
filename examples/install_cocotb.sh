#!/usr/bin/env bash
# Makes the Python environment in which harnesses written for cocotb run (CVDP's), below the cache folder.
# usage: examples/install_cocotb.sh [FOLDER]      FOLDER: the cache folder, as gatesmith finds it when not given
# Needs python3-venv, libpython3.11 (Debian's own Python, since boxes see no other) and, once, the network for pip. What
# is there already is kept; a new one takes its place only when it is whole. The versions are those of CVDP 1.1.
set -euo pipefail
cache=${1:-${GATESMITH_CACHE:-}}
if [ -z "$cache" ]; then
  case "${XDG_CACHE_HOME:-}" in
    /*) cache=$XDG_CACHE_HOME/gatesmith ;;
    *) cache=${HOME:+$HOME/.cache/gatesmith} ;;
  esac
fi
cache=${cache:-/tmp/gatesmith-cache-$(id -u)}
packages=(cocotb==2.0.1 pytest==8.3.2 cocotb-bus==0.3.0 cocotbext-axi==0.1.28 aes coverage)

place=$cache/cocotb
if [ -x "$place/bin/python3" ] && "$place/bin/python3" -c 'import cocotb, pytest; assert cocotb.__version__ == "2.0.1"' 2>/dev/null; then
  echo "$place: cocotb 2.0.1 is there"
  exit 0
fi
if ! /usr/bin/python3 -c 'import ensurepip, venv' 2>/dev/null; then
  echo "python3-venv is not installed: examples/install_dependencies.sh test" >&2
  exit 3
fi
mkdir -p "$cache"
made=$(mktemp -d "$cache/.cocotb-XXXXXX")
trap 'rm -rf "$made"' EXIT
# The place is named in scripts of bin/ only, which nothing runs.
/usr/bin/python3 -m venv "$made/env"
if ! "$made/env/bin/python3" -m pip install --quiet --no-input --disable-pip-version-check "${packages[@]}" >"$made/log" 2>&1; then
  tail -n 5 "$made/log" >&2
  echo "pip failed; its last lines are above" >&2
  exit 3
fi
if ! "$made/env/bin/python3" -m find_libpython 2>/dev/null | grep -q '^/usr/lib'; then
  echo "no shared library of Python below /usr/lib: examples/install_dependencies.sh test" >&2
  exit 3
fi
rm -rf "$place"
mv "$made/env" "$place"
echo "$place: cocotb 2.0.1 installed"
