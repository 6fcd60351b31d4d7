#!/usr/bin/env bash
# install_dependencies_test.sh: what examples/install_dependencies.sh does, with dpkg-query and apt-get replaced by fakes
# that know a list of installed packages and record what they are asked to install.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0
fail() { echo "FAILED: $*"; failures=$((failures + 1)); }

packages() { sed -e 's/#.*//' "$root/dependencies.txt" | awk 'NF { print $1 }'; }

# Each package is listed once, in a group that there is, and nowhere else in the project's scripts.
twice=$(packages | sort | uniq -d)
[ -z "$twice" ] || fail "listed more than once in dependencies.txt: $twice"
strange=$(sed -e 's/#.*//' "$root/dependencies.txt" | awk 'NF && (NF != 2 || $2 !~ /^(build|run|test)$/)')
[ -z "$strange" ] || fail "not \"PACKAGE build|run|test\": $strange"
elsewhere=$(grep -rnE 'apt(-get)? .*install +(-[^ ]+ +)*[a-z]' "$root/examples" "$root/tests" --include='*.sh' --include='*.yml' |
  grep -vE '^[^:]*_test\.sh:|missing\[' || true)
[ -z "$elsewhere" ] || fail "packages are named elsewhere: $elsewhere"

mkdir "$work/bin"
cat >"$work/bin/dpkg-query" <<'FAKE'
#!/bin/sh
for last; do :; done
grep -qx "$last" "$FAKE_INSTALLED" && echo 'install ok installed' && exit
echo "dpkg-query: no packages found matching $last" >&2
exit 1
FAKE
cat >"$work/bin/apt-get" <<'FAKE'
#!/bin/sh
echo "$*" >>"$FAKE_ASKED"
exit "${FAKE_EXIT:-0}"
FAKE
cat >"$work/bin/sudo" <<'FAKE'
#!/bin/sh
exec "$@"
FAKE
chmod +x "$work"/bin/*
export FAKE_INSTALLED=$work/installed FAKE_ASKED=$work/asked

# install GROUP...: runs the script; its output, exit code and what apt-get was asked are left in $work
install() {
  : >"$FAKE_ASKED"
  code=0
  PATH="$work/bin:$PATH" "$root/examples/install_dependencies.sh" "$@" >"$work/out" 2>&1 || code=$?
}

packages >"$FAKE_INSTALLED"
install build run test
[ "$code" -eq 0 ] || fail "exit code $code when all is installed"
[ ! -s "$FAKE_ASKED" ] || fail "apt-get was called when all is installed: $(cat "$FAKE_ASKED")"
[ ! -s "$work/out" ] || fail "not silent when all is installed: $(cat "$work/out")"

packages | grep -vx -e cmake -e bubblewrap -e chromium >"$FAKE_INSTALLED"
install build run
[ "$code" -eq 0 ] || fail "exit code $code when apt-get succeeds"
grep -q '^install .* cmake bubblewrap$' "$FAKE_ASKED" || fail "asked for: $(cat "$FAKE_ASKED")"

FAKE_EXIT=100 install build
[ "$code" -eq 3 ] || fail "exit code $code when apt-get fails"
grep -q 'apt-get failed' "$work/out" || fail "says not that apt-get failed: $(cat "$work/out")"

[ "$failures" -eq 0 ]
