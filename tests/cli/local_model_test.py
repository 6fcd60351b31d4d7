#!/usr/bin/env python3
"""local_model_test.py GATESMITH CACHE: campaigns with llama.cpp's server and a small model, where examples/local_model/install.sh
has installed them; else skipped. What such a model answers is not judged here, only what is made of it.
"""
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import program as gs

ROOT = Path(__file__).resolve().parents[2]
SERVE = ROOT / "examples" / "local_model" / "serve.sh"
TASK = "gray-converter"
MODEL = "qwen2.5-coder-0.5b"
OUTPUT_TOKENS = 160
NOT_INSTALLED = 3


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def start_server(port, log):
    """The server, ready; the test is skipped when serve.sh says that it is not installed."""
    server = subprocess.Popen([SERVE, str(port)], stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                              env={**os.environ, "LOCAL_MODEL": MODEL, "LOCAL_SLOTS": "1"})
    deadline = time.monotonic() + 120
    while True:
        if server.poll() is not None:
            said = Path(log.name).read_text(encoding="utf-8", errors="replace")
            if server.returncode == NOT_INSTALLED:
                print(f"skipped: {said}")
                sys.exit(gs.SKIPPED)
            raise gs.Failure(f"the server ended with {server.returncode}: {said[-2000:]}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5):
                return server
        except (urllib.error.URLError, OSError):
            if time.monotonic() > deadline:
                stop(server)
                raise gs.Failure("the server was not ready after 120 s") from None
            time.sleep(0.2)


def stop(server):
    server.terminate()
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def outcomes(folder):
    """What came of the requests on record, in order."""
    lines = (folder / "exchanges.jsonl").read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    return [line["outcome"] for line in found if "outcome" in line]


def campaign(program, work, environment, folder, *more):
    """Runs the task once; returns the summary and the usages of its requests."""
    words = ["run", "one", "--model", f"compatible/{MODEL}", "--run", folder, "--jobs", "1", "--json", "--no-verdict-cache",
             "--temperature", "0", "--output-tokens", str(OUTPUT_TOKENS), *more]
    ended = subprocess.run([program, *words], cwd=work, env=environment, check=False, stdin=subprocess.DEVNULL,
                           capture_output=True, text=True, timeout=400)
    gs.check(ended.returncode == 0, f"{words}: exit code {ended.returncode}: {ended.stdout}{ended.stderr}")
    summary = json.loads(ended.stdout)
    gs.check(summary["attempts"] == 1 and summary["errors"] == 0, f"{summary}")
    rows = gs.attempts(work / folder, "status, stop_reason")
    gs.check(len(rows) == 1 and rows[0][0] in ("passed", "failed") and rows[0][1], f"{rows}")

    replies = [outcome["reply"] for outcome in outcomes(work / folder)]
    usages = [reply["usage"] for reply in replies]
    spent = summary["spending"]
    gs.check(len(usages) == spent["requests"] and spent["retries"] == 0, f"{len(usages)} replies, {spent}")
    for field in ("input_uncached", "cache_read", "output"):
        gs.check(spent["usage"][field] == sum(usage[field] for usage in usages), f"{field}: {spent['usage']} of {usages}")
    for reply in replies:
        usage = reply["usage"]
        gs.check(not usage["estimated"] and 0 < usage["output"] <= OUTPUT_TOKENS, f"{usage}")
        gs.check(reply["stop"] == ("length" if usage["output"] == OUTPUT_TOKENS else "end"), f"{reply['stop']}: {usage}")
        gs.check(reply["message"]["text"], "an empty answer")
    return usages


def test(program, work, cache):
    shutil.copytree(ROOT / "tasks" / "packs" / "rtl-completion" / TASK, work / "packs" / "one" / TASK)
    port = free_port()
    environment = {**gs.environment(work, cache), "GATESMITH_TASKS": str(work / "packs"),
                   "COMPATIBLE_BASE_URL": f"http://127.0.0.1:{port}/v1"}
    with open(work / "server.log", "w", encoding="utf-8") as log:
        server = start_server(port, log)
        try:
            first, = campaign(program, work, environment, "single", "--strategy", "single")
            prompt = first["input_uncached"] + first["cache_read"]
            gs.check(first["cache_read"] == 0, f"a new server has read this before: {first}")
            gs.check(500 < prompt < 3000, f"{prompt} tokens for a prompt of some 3,500 characters")

            # The same conversation begins again, and goes on: the server has read all but what is new.
            turns = campaign(program, work, environment, "feedback", "--strategy", "feedback", "--turns", "2")
            gs.check(turns[0]["input_uncached"] + turns[0]["cache_read"] == prompt, f"{prompt} tokens became {turns[0]}")
            gs.check(turns[0]["cache_read"] >= prompt - 8, f"read again: {turns[0]}")
            for before, after in zip(turns, turns[1:]):
                read = before["input_uncached"] + before["cache_read"]
                gs.check(after["cache_read"] >= read - 8, f"read again: {after}, after {before}")
                gs.check(after["input_uncached"] > 0, f"nothing new was said: {after}")
        finally:
            stop(server)


if __name__ == "__main__":
    gs.main(test)
