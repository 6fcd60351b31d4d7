#!/usr/bin/env python3
"""run_case.py GATESMITH CASE [CACHE]: runs the command lines of a case file and compares what the program says.

A case file is read from top to bottom. `#` starts a comment, before the first section a header may stand:

    needs tool                          skipped (exit 77) where the tools or the isolation are missing; the CTest label

Then sections, in the order in which they happen, all in a fresh folder that is also the working directory. Folders in
`packs/` are found as suites (GATESMITH_TASKS).

    === file PATH                       the lines up to the next section are the file's content
    === copy SOURCE PATH                copies a file or folder; SOURCE from the root of the repository
    === replace PATH                    in this file, `-OLD` lines, exactly once there, become the `+NEW` lines
    === link PATH TARGET                a symbolic link
    === large PATH BYTES                a file of that many blanks
    === remove PATH
    === env NAME VALUE                  for the command lines that follow
    === sqlite PATH                     SQL to execute on this database, which is created if need be
    === $ gatesmith WORD...             a command line, with shell quoting; `>/dev/full` at the end redirects stdout

After a command line come its exit code and everything that it prints:

    exit 2
    err gatesmith: exactly this line
    err~ a regular expression for the whole line
    err* any number of lines, also none
    out ... out~ ... out* ...           the same for stdout
    json keys A B C                     stdout is one JSON value: an object with at least these keys
    json lacks A B C                    the object has none of these keys
    json /passed = true                 the value at a JSON pointer
    json /tasks > 3                     a number there, greater
    json size = 1                       of the array or object

A stream of which nothing is said must be empty. `${work}` and `${root}` stand for the case's folder and the repository.
"""
import json
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SKIPPED = 77
LIMIT_SECONDS = 240
KINDS = ("file", "copy", "replace", "link", "large", "remove", "env", "sqlite", "$")


class CaseError(Exception):
    """The case file itself is wrong."""


class Mismatch(Exception):
    """The program did something else."""


def read_case(path):
    """(needs, sections); a section is (line number, kind, words after it, content lines)."""
    needs, sections = None, []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("=== "):
            kind, _, rest = line[4:].partition(" ")
            if kind not in KINDS:
                raise CaseError(f"{path.name}:{number}: no section \"{kind}\"; there are: {', '.join(KINDS)}")
            sections.append((number, kind, rest, []))
        elif sections:
            sections[-1][3].append(line)
        elif line.startswith("needs "):
            needs = line.split()[1]
        elif line.strip() and not line.startswith("#"):
            raise CaseError(f"{path.name}:{number}: expected a comment, \"needs\" or a section")
    if not any(kind == "$" for _, kind, _, _ in sections):
        raise CaseError(f"{path.name}: no command line")
    return needs, sections


def inside(work, name):
    path = (work / name).resolve()
    if not path.is_relative_to(work):
        raise CaseError(f"{name}: outside of the case's folder")
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def replace(path, lines):
    """`-` lines then `+` lines, any number of such blocks."""
    text, old, new = path.read_text(encoding="utf-8"), [], []

    def apply():
        nonlocal text, old, new
        before = "".join(line + "\n" for line in old)
        if not old or text.count(before) != 1:
            raise CaseError(f"{path.name}: \"{before.strip()}\" is there {text.count(before) if old else 0} times")
        text = text.replace(before, "".join(line + "\n" for line in new))
        old, new = [], []

    for line in lines:
        if line.startswith("-"):
            if new:
                apply()
            old.append(line[1:])
        elif line.startswith("+"):
            new.append(line[1:])
        elif line.strip():
            raise CaseError(f"replace: expected -OLD or +NEW, got \"{line}\"")
    apply()
    path.write_text(text, encoding="utf-8")


def set_up(work, kind, rest, lines):
    words = shlex.split(rest)
    if kind == "file":
        inside(work, words[0]).write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    elif kind == "copy":
        source, target = ROOT / words[0], inside(work, words[1])
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copy(source, target)
    elif kind == "replace":
        replace(inside(work, words[0]), lines)
    elif kind == "link":
        inside(work, words[0]).symlink_to(words[1])
    elif kind == "large":
        inside(work, words[0]).write_text(" " * int(words[1]), encoding="utf-8")
    elif kind == "remove":
        path = inside(work, words[0])
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    elif kind == "sqlite":
        database = sqlite3.connect(inside(work, words[0]))
        database.executescript("\n".join(lines))
        database.commit()
        database.close()


def matches(pattern, line):
    try:
        return re.fullmatch(pattern, line) is not None
    except re.error as error:
        raise CaseError(f"\"{pattern}\" is no regular expression: {error}") from None


def match_lines(stream, expected, text):
    """`expected`: list of (how, what); each line of `text` must be accounted for, in order."""
    actual = text.split("\n")
    if actual[-1] == "":
        actual.pop()
    elif actual:
        raise Mismatch(f"{stream}: the last line has no end")

    def fits(i, j):
        if i == len(expected):
            return j == len(actual)
        how, what = expected[i]
        if how == "*":
            return any(fits(i + 1, k) for k in range(j, len(actual) + 1))
        if j == len(actual):
            return False
        same = actual[j] == what if how == "" else matches(what, actual[j])
        return same and fits(i + 1, j + 1)

    if not fits(0, 0):
        wanted = "\n".join(f"  {stream}{how} {what}" for how, what in expected) or "  nothing"
        raise Mismatch(f"{stream} should be\n{wanted}")


def at_pointer(value, pointer):
    for name in pointer.split("/")[1:]:
        name = name.replace("~1", "/").replace("~0", "~")
        try:
            value = value[int(name)] if isinstance(value, list) else value[name]
        except (KeyError, IndexError, ValueError, TypeError):
            raise Mismatch(f"json: nothing at {pointer}") from None
    return value


def match_json(value, rule):
    words = rule.split(None, 2)
    if words[0] == "lacks":
        present = [key for key in rule.split()[1:] if not isinstance(value, dict) or key in value]
        if present:
            raise Mismatch(f"json: with {', '.join(present)}")
        return
    if words[0] == "keys":
        missing = [key for key in rule.split()[1:] if not isinstance(value, dict) or key not in value]
        if missing:
            raise Mismatch(f"json: without {', '.join(missing)}")
        return
    if len(words) != 3 or words[1] not in "=>":
        raise CaseError(f"json: expected \"keys A B\", \"lacks A B\", \"/POINTER = VALUE\" or \"size = N\", got \"{rule}\"")
    found = len(value) if words[0] == "size" else at_pointer(value, words[0])
    wanted = json.loads(words[2])
    if not (found == wanted if words[1] == "=" else found > wanted):
        raise Mismatch(f"json: {words[0]} is {json.dumps(found)}, not {words[1]} {words[2]}")


def check_output(lines, place, code, out, err):
    wanted_code, streams, rules = None, {"out": [], "err": []}, []
    for line in lines:
        word, _, rest = line.partition(" ")
        rest = place(rest, re.escape if word.endswith("~") else str)
        if not line.strip() or word.startswith("#"):
            continue
        if word == "exit":
            wanted_code = int(rest)
        elif word == "json":
            rules.append(rest)
        elif word[:3] in streams and word[3:] in ("", "~", "*"):
            streams[word[:3]].append((word[3:], rest))
        else:
            raise CaseError(f"expected exit, out, err or json, got \"{line}\"")
    if wanted_code is None:
        raise CaseError("no exit code is expected")
    if code < 0:
        raise Mismatch(f"ended by signal {-code}")
    if code != wanted_code:
        raise Mismatch(f"exit code {code} instead of {wanted_code}")
    match_lines("err", streams["err"], err)
    if rules:
        try:
            value = json.loads(out)
        except ValueError as error:
            raise Mismatch(f"stdout is no JSON: {error}") from None
        for rule in rules:
            match_json(value, rule)
    if streams["out"] or not rules:
        match_lines("out", streams["out"], out)


def run_command(program, words, work, environment):
    if not words or words[0] != "gatesmith":
        raise CaseError("a command line starts with gatesmith")
    target = subprocess.PIPE
    if words[-1] == ">/dev/full":
        words, target = words[:-1], open("/dev/full", "wb")
    ended = subprocess.run([program, *words[1:]], cwd=work, env=environment, stdin=subprocess.DEVNULL, stdout=target,
                           stderr=subprocess.PIPE, timeout=LIMIT_SECONDS, check=False)
    return ended.returncode, (ended.stdout or b"").decode("utf-8"), ended.stderr.decode("utf-8")


def environment_for(work, cache):
    """Nothing of the caller's but what the tools need, so that a case means the same everywhere."""
    kept = ("PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LD_LIBRARY_PATH")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    environment.update(HOME=str(work), LC_ALL="C", GATESMITH_TASKS=str(work / "packs"), GATESMITH_CACHE=str(cache))
    return environment


def own_cache(work, shared):
    """A cache folder of the case, with no verdicts of another program in it; what takes long to build stays shared."""
    cache = work / "cache"
    cache.mkdir()
    for built in ("verilator-runtime", "icarus-runtime", "wave-reader"):
        (shared / built).mkdir(parents=True, exist_ok=True)
        (cache / built).symlink_to(shared / built)
    return cache


def missing_need(program, environment):
    """Why a case that needs tools cannot run here; empty when it can."""
    doctor = subprocess.run([program, "doctor"], env=environment, capture_output=True, text=True, check=False,
                            timeout=LIMIT_SECONDS)
    if doctor.returncode == 0:
        return ""
    bad = [line.strip() for line in doctor.stdout.splitlines() if "MISSING" in line or "FAIL" in line]
    return "; ".join(bad) or "gatesmith doctor says: not ready"


def run_case(program, path, cache):
    needs, sections = read_case(path)
    with tempfile.TemporaryDirectory(prefix="gatesmith-case-") as folder:
        work = Path(folder).resolve()
        work.chmod(0o755)  # root's boxes are another user's, who may be given a program in here
        (work / "packs").mkdir()
        environment = environment_for(work, own_cache(work, cache) if cache else work / "cache")
        if needs == "tool" and (reason := missing_need(program, environment)):
            print(f"skipped: {reason}")
            return SKIPPED

        def place(text, written=str):
            return text.replace("${work}", written(str(work))).replace("${root}", written(str(ROOT)))

        for number, kind, rest, lines in sections:
            try:
                if kind == "env":
                    name, _, value = place(rest).partition(" ")
                    environment[name] = value
                    continue
                if kind != "$":
                    set_up(work, kind, place(rest), [place(line) for line in lines])
                    continue
                code, out, err = run_command(program, shlex.split(place(rest)), work, environment)
                try:
                    check_output(lines, place, code, out, err)
                except (Mismatch, CaseError):
                    print(f"$ {rest}\nexit {code}\n" + "".join(f"out {line}\n" for line in out.splitlines()) +
                          "".join(f"err {line}\n" for line in err.splitlines()))
                    raise
            except (Mismatch, CaseError, subprocess.TimeoutExpired, OSError, sqlite3.Error) as error:
                print(f"{path.name}:{number}: {error}")
                return 1
    return 0


def main():
    if len(sys.argv) not in (3, 4):
        print("usage: run_case.py GATESMITH CASE [CACHE]", file=sys.stderr)
        return 2
    cache = Path(sys.argv[3]).resolve() if len(sys.argv) == 4 else None
    try:
        return run_case(str(Path(sys.argv[1]).resolve()), Path(sys.argv[2]).resolve(), cache)
    except CaseError as error:
        print(error)
        return 1


if __name__ == "__main__":
    sys.exit(main())
