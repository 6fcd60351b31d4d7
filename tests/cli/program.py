"""What the end-to-end tests share: gatesmith as a child process, its run records, and every process that it left behind."""
import ctypes
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

SKIPPED = 77
PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h


class Failure(Exception):
    pass


def check(holds, what):
    if not holds:
        raise Failure(what)


def adopt_orphans():
    """Makes orphaned descendants children of this process, so that none escapes `descendants`."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


def _stat(pid):
    """(parent, state) of a process, or None when it has gone."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    words = text[text.rindex(")") + 2:].split()
    return int(words[1]), words[0]


def descendants():
    """{pid: command} of all living processes below this one; reaps the dead."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0] != 0:
            pass
    except ChildProcessError:
        pass
    table = {int(name): _stat(name) for name in os.listdir("/proc") if name.isdigit()}
    children = {}
    for pid, entry in table.items():
        if entry is not None:
            children.setdefault(entry[0], []).append(pid)
    found, todo = {}, [os.getpid()]
    while todo:
        for pid in children.get(todo.pop(), []):
            todo.append(pid)
            if table[pid][1] not in "ZX":
                try:
                    found[pid] = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                except OSError:
                    pass
    return found


def _wait_for_none(seconds):
    deadline = time.monotonic() + seconds
    while (left := descendants()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


def check_nothing_left(seconds=10, next_program=None):
    """`next_program`: after programs that were killed, runs another, which ends what bubblewrap may have left (sandbox/orphans.hpp)."""
    left = _wait_for_none(seconds)
    if left and next_program is not None:
        next_program()
        left = _wait_for_none(seconds)
    for pid in left:  # so that a failing test leaves nothing behind either
        os.kill(pid, signal.SIGKILL)
    check(not left, f"{len(left)} processes outlived the program by {seconds} s: {left}")


def environment(work, cache):
    work.mkdir(parents=True, exist_ok=True)
    return {"PATH": os.environ["PATH"], "HOME": str(work), "LC_ALL": "C", "TMPDIR": str(work), "GATESMITH_CACHE": str(cache)}


def run_json(program, words, work, cache):
    """The summary of a run, all of it judged now, that must end with exit code 0."""
    ended = subprocess.run([program, "run", *words, "--json", "--no-verdict-cache"], cwd=work,
                           env=environment(work, cache), check=False, stdin=subprocess.DEVNULL,
                           capture_output=True, text=True, timeout=500)
    check(ended.returncode == 0, f"exit code {ended.returncode}: {ended.stderr}")
    return json.loads(ended.stdout)


def attempts(folder, columns):
    """Rows of a run's record, in the order in which they were written; none before it is created."""
    path = folder / "run.sqlite"
    if not path.exists():
        return []
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)
    try:
        return database.execute(f"SELECT {columns} FROM attempt ORDER BY id").fetchall()
    except sqlite3.OperationalError as error:
        check("no such table" in str(error), str(error))
        return []
    finally:
        database.close()


def main(test):
    """Runs `test(program, work, cache)` in a fresh folder below the cache's; the exit code says how it went."""
    if len(sys.argv) != 3:
        sys.exit(f"usage: {sys.argv[0]} GATESMITH CACHE")
    program, cache = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    work = cache.parent / "test-work" / (Path(sys.argv[0]).stem + program.name.removeprefix("gatesmith"))
    shutil.rmtree(work, ignore_errors=True)
    doctor = subprocess.run([program, "doctor"], env=environment(work, cache), check=False, capture_output=True, text=True)
    if doctor.returncode != 0:
        print("skipped: gatesmith doctor says: not ready\n" + doctor.stdout)
        sys.exit(SKIPPED)
    try:
        test(str(program), work, cache)
    except Failure as failure:
        print(f"FAILED: {failure}")
        print(f"what it left: {work}")
        sys.exit(1)
    shutil.rmtree(work, ignore_errors=True)
    print("passed")
