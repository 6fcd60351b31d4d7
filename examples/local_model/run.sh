#!/usr/bin/env bash
# A campaign with a model on this machine: installs it if it is missing, serves it, runs `gatesmith run`, stops the server.
# usage: examples/local_model/run.sh SUITE [OPTION of gatesmith run]...
#   LOCAL_MODEL, LOCAL_SLOTS, LOCAL_THREADS  as in serve.sh
#   LOCAL_PORT   of the server (18080)
#   GATESMITH    the program (build/gatesmith)
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
export LOCAL_MODEL=${LOCAL_MODEL:-qwen2.5-coder-0.5b} LOCAL_SLOTS=${LOCAL_SLOTS:-4}
port=${LOCAL_PORT:-18080}
gatesmith=${GATESMITH:-$root/build/gatesmith}
[ $# -gt 0 ] || { sed -n '3s/^# //p' "${BASH_SOURCE[0]}" >&2; exit 2; }
[ -x "$gatesmith" ] || { echo "$gatesmith is not built: examples/first_run.sh" >&2; exit 3; }
"$here/install.sh" "$LOCAL_MODEL" >&2

# Somebody else's server on this port would answer in place of ours.
if { exec 3<>"/dev/tcp/127.0.0.1/$port"; } 2>/dev/null; then
  exec 3>&-
  echo "port $port is taken: another LOCAL_PORT, or stop what serves there" >&2
  exit 3
fi
log=$(mktemp)
"$here/serve.sh" "$port" >"$log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; rm -f "$log"' EXIT
trap 'exit 130' INT TERM
healthy() {  # asks the server's /health without curl
  { exec 3<>"/dev/tcp/127.0.0.1/$port"; } 2>/dev/null || return 1
  printf 'GET /health HTTP/1.0\r\n\r\n' >&3
  IFS= read -r -t 5 line <&3 || line=
  exec 3>&-
  case "$line" in *" 200 "*) return 0 ;; *) return 1 ;; esac
}
waited=0
until healthy && kill -0 "$server" 2>/dev/null; do
  if ! kill -0 "$server" 2>/dev/null || [ $((waited += 1)) -gt 600 ]; then
    tail -n 20 "$log" >&2
    echo "the server did not start; its last lines are above" >&2
    exit 3
  fi
  sleep 0.5
done

defaults=()
case " $* " in *" --jobs"* | *" -j"*) ;; *) defaults+=(--jobs "$LOCAL_SLOTS") ;; esac
case " $* " in *" --output-tokens"*) ;; *) defaults+=(--output-tokens 2048) ;; esac
export COMPATIBLE_BASE_URL=http://127.0.0.1:$port/v1
"$gatesmith" run --model "compatible/$LOCAL_MODEL" "${defaults[@]}" "$@"
