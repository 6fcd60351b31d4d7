#!/usr/bin/env python3
"""repair_test.py GATESMITH CACHE: sessions of `gatesmith repair` on a user's own files: in a terminal (tmux), in pipes, stopped,
killed, and where they must keep their hands off.

The design is that of a task of ours. The remote model is a server of ours that answers with the task's solution.
"""
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

import program as gs
from fake_provider import Provider

TASK = Path(__file__).resolve().parents[2] / "tasks" / "packs" / "rtl-repair" / "fifo-thirteenth-word"
FILE = "rtl/sync_fifo.sv"
BROKEN = (TASK / "workspace" / FILE).read_bytes()
SOLUTION = (TASK / "solution" / FILE).read_text(encoding="utf-8")
KEY = "sk-planted-1c9d0a77e4b3f256-end"
BENCH = ["--top", "sync_fifo", "--tb", "repro/tb.sv"]
ESCAPE = "\x1b"


def tree_hash(folder):
    """Names, modes and bytes of everything in it."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        digest.update(f"{path.relative_to(folder)} {path.lstat().st_mode:o}\n".encode())
        if path.is_symlink():
            digest.update(os.readlink(path).encode())
        elif path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()


def read_until(child, words):
    """What the program says up to these words, at least."""
    seen = ""
    while words not in seen:
        part = os.read(child.stdout.fileno(), 65536).decode(errors="replace")
        if part == "":
            raise gs.Failure(f"it ended: {seen}{child.stderr.read()}")
        seen += part
    return seen


class User:
    """One user's home and design, and sessions there."""

    def __init__(self, program, work, cache, name):
        self.program, self.cache = program, cache
        self.home = work / name
        self.design = self.home / "design"
        shutil.copytree(TASK / "workspace", self.design)
        self.file = self.design / FILE
        self.said = []
        self.screens = 0
        doctor = subprocess.run([program, "doctor", "--json"], env=self.environment(), check=False, capture_output=True, text=True)
        self.has_libedit = any(tool["name"] == "libedit" and tool["found"] for tool in json.loads(doctor.stdout)["tools"])

    def environment(self, **more):
        return {**gs.environment(self.home, self.cache), "LC_ALL": "C.UTF-8", "TERM": "xterm-256color", **more}

    def start(self, words, **more):
        return subprocess.Popen([self.program, "repair", *words], cwd=self.design, env=self.environment(**more),
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run(self, words, lines, code, **more):
        child = self.start(words, **more)
        out, err = child.communicate("".join(line + "\n" for line in lines), timeout=300)
        self.said.append(out + err)
        gs.check(child.returncode == code, f"{words} {lines}: exit code {child.returncode}, not {code}:\n{out}{err}")
        gs.check(ESCAPE not in out, f"an escape code in a pipe: {out!r}")
        return out, err

    def sessions(self):
        folder = self.home / ".local" / "state" / "gatesmith" / "sessions"
        return sorted(folder.iterdir()) if folder.exists() else []


class Screen:
    """gatesmith in a terminal of tmux."""
    open = []

    def __init__(self, user, words, **more):
        user.screens += 1
        self.socket = str(user.home / f"tmux{user.screens}.socket")  # a server that ends can hold its own for a moment
        Screen.open.append(self)
        command = " ".join(["env", "-i", *(f"'{k}={v}'" for k, v in user.environment(**more).items()), f"'{user.program}'", "repair",
                            *(f"'{word}'" for word in words)])
        self.tmux("-f", "/dev/null", "new-session", "-d", "-s", "s", "-x", "160", "-y", "50", "-c", str(user.design),
                  f"{command}; echo \"exit code $?\"; sleep 600")

    def tmux(self, *words):
        return subprocess.run(["tmux", "-S", self.socket, *words], check=True, capture_output=True, text=True).stdout

    def text(self, colours=False):
        return self.tmux("capture-pane", "-p", "-J", "-S", "-3000", *(["-e"] if colours else []), "-t", "s")

    def wait(self, words, seconds=120, times=1):
        deadline = time.monotonic() + seconds
        while self.text().count(words) < times:
            gs.check(time.monotonic() < deadline, f"no {words!r} ({times} times) on the screen:\n{self.text()}")
            time.sleep(0.1)

    def type(self, text, enter=True):
        self.tmux("send-keys", "-t", "s", "-l", text)
        if enter:
            self.tmux("send-keys", "-t", "s", "Enter")

    def key(self, name):
        self.tmux("send-keys", "-t", "s", name)

    def close(self):
        Screen.open.remove(self)
        self.tmux("kill-server")


def repairs_in_a_terminal(user):
    """Search, from a broken design to an applied fix and back."""
    before = tree_hash(user.design)
    screen = Screen(user, BENCH)
    screen.wait("apply? [y]es [n]o [e]xplain [q]uit")
    gs.check(f"{ESCAPE}[32m+" in screen.text(colours=True), "the diff has no colours: " + screen.text(colours=True))
    gs.check(user.file.read_bytes() == BROKEN, "applied without being told to")
    screen.type("e")
    screen.wait("apply?", times=2)
    screen.type("y")
    screen.wait("applied to rtl/sync_fifo.sv")
    gs.check(user.file.read_bytes() != BROKEN, "not applied")
    screen.type("/test")
    screen.wait("the test passes", times=2)
    screen.type("look at the pointer")
    screen.wait("search does not read text")
    # Ctrl-C drops the line, and only that.
    screen.type("/undo", enter=False)
    screen.key("C-c")
    screen.type("/ehlp")
    screen.wait("did you mean /help?")
    gs.check(user.file.read_bytes() != BROKEN, "a dropped line was obeyed")
    if user.has_libedit:
        screen.key("Up")  # the history
        screen.key("Enter")
    else:
        screen.type("/ehlp")
    screen.wait("did you mean /help?", times=2)
    screen.type("/diff")
    screen.wait("+++ b/rtl/sync_fifo.sv", times=2)
    screen.type("/undo")
    screen.wait("took back change 1")
    gs.check(tree_hash(user.design) == before, "/undo does not leave the files as they were")
    screen.type("/wave")
    screen.wait("sync_fifo.fst:")
    screen.type("/why")
    screen.wait("First divergence", times=2)
    screen.wait("repair> ", times=10)
    screen.key("C-d")
    screen.wait("exit code 0")
    screen.close()
    gs.check(len(user.sessions()) == 1, f"{user.sessions()}")
    wave = user.sessions()[0] / "sync_fifo.fst"
    gs.check(wave.stat().st_size > 100, "no wave")
    gs.check(tree_hash(user.design) == before, "something is left in the user's folder")


def stops_a_turn_in_a_terminal(user):
    provider = Provider(lambda messages: "Let me think about it. " * 400, delay=0.5)
    screen = Screen(user, [*BENCH, "--model", "compatible/m"], COMPATIBLE_BASE_URL=provider.url)
    screen.wait("asking compatible/m")
    deadline = time.monotonic() + 30
    while not provider.requests and time.monotonic() < deadline:
        time.sleep(0.05)
    screen.wait("s: answer 1: waits for m")  # what is being done, while it is
    time.sleep(0.5)
    began = time.monotonic()
    screen.key("C-c")
    screen.wait("stopped; nothing was changed")
    gs.check(time.monotonic() - began < 5, "stopping took too long")
    gs.check("answer 1" not in screen.text(), f"what was being done stays on the screen:\n{screen.text()}")
    screen.type("/cost")
    screen.wait("repair> /cost")
    screen.type("/quit")
    screen.wait("exit code 0")
    screen.close()
    provider.close()


def stops_a_search_in_a_terminal(user):
    """Ctrl-C ends a search by a command, and one with a testbench, at once; the session goes on."""
    for words in (["--top", "sync_fifo", "--test", "sleep 1; false"], [*BENCH, "--pass-line", "never"]):
        screen = Screen(user, words)
        screen.wait("asking search")
        screen.wait("s: edit 2 of" if "--test" in words else "s: ")
        time.sleep(1)
        began = time.monotonic()
        screen.key("C-c")
        screen.wait("stopped; nothing was changed")
        gs.check(time.monotonic() - began < 5, "stopping took too long")
        screen.type("/quit")
        screen.wait("exit code 0")
        screen.close()
    gs.check(user.file.read_bytes() == BROKEN, "changed")


def as_answer(text, words="The pointer wraps one too late."):
    return f"{words}\n\nFILE: {FILE}\n```verilog\n{text}```\n"


def answers(messages):
    """First an answer that does not repair it, then, when it hears of that, the solution."""
    turn = sum(message["role"] == "assistant" for message in messages)
    worse = SOLUTION.replace("DEPTH - 1", "DEPTH + 1")
    return as_answer(worse if turn == 0 else SOLUTION)


def records_and_replays(user, work):
    """With a model over the network, and again without one."""
    provider = Provider(answers)
    before = tree_hash(user.design)
    model = {"COMPATIBLE_BASE_URL": provider.url, "COMPATIBLE_API_KEY": KEY}
    words = [*BENCH, "--issue", "The thirteenth word is garbage."]
    out, _ = user.run([*words, "--model", "compatible/m"], ["y", "/cost", "/undo", "/quit"], 0, **model)
    gs.check("The pointer wraps one too late." in out or "applied to" in out, out)
    gs.check("applied to rtl/sync_fifo.sv" in out and "took back change 1" in out, out)
    gs.check("sent " in out and "cached" in out and "PTE" in out, out)
    gs.check(tree_hash(user.design) == before, "/undo does not leave the files as they were")
    asked = len(provider.requests)
    gs.check(asked == 2, f"{asked} requests")
    texts = [message["content"] for message in provider.requests[1]["messages"]]
    gs.check(texts[:len(provider.requests[0]["messages"])] == [m["content"] for m in provider.requests[0]["messages"]],
             "the conversation did not only grow")
    gs.check("The thirteenth word is garbage." in "".join(texts), "the issue is not in the prompt")
    provider.close()
    record = user.sessions()[0] / "exchanges.jsonl"
    again, _ = user.run([*words, "--model", f"replay:{record}"], ["y", "/cost", "/undo", "/quit"], 0)
    strip = [line for line in out.splitlines() if not line.startswith(("session ", "model ", "asking ", "note: ")) and "--resume" not in line]
    strip_again = [line for line in again.splitlines()
                   if not line.startswith(("session ", "model ", "asking ", "note: ")) and "--resume" not in line]
    gs.check(strip == strip_again, f"a replay says\n{again}\nand not\n{out}")
    screen = Screen(user, [*words, "--model", f"replay:{record}", "--mode", "auto"])
    screen.wait("applied to rtl/sync_fifo.sv")
    screen.type("/undo")
    screen.wait("took back change 1")
    screen.type("/quit")
    screen.wait("exit code 0")
    screen.close()
    gs.check(tree_hash(user.design) == before, "/undo does not leave the files as they were")
    (work / "told").write_text("\n".join(user.said), encoding="utf-8")
    leaks = [str(path) for path in work.rglob("*") if path.is_file() and not path.is_symlink() and KEY.encode() in path.read_bytes()]
    gs.check(not leaks, f"the key is in {leaks}")


def talks_in_one_conversation(user):
    """What the user says reaches the model, each request begins with the one before, and an applied change is known."""
    def say(messages):
        turn = sum(message["role"] == "assistant" for message in messages)
        return as_answer(SOLUTION if turn == 0 else SOLUTION + f"// answer {turn}\n")

    provider = Provider(say)
    before = tree_hash(user.design)
    out, _ = user.run([*BENCH, "--model", "compatible/m"],
                      ["n say what you did", "y", "and once more, with feeling", "y", "/undo", "/undo", "/quit"], 0,
                      COMPATIBLE_BASE_URL=provider.url)
    asked = [[message["content"] for message in request["messages"]] for request in provider.requests]
    gs.check(len(asked) == 3, f"{len(asked)} requests: {out}")
    for earlier, later in zip(asked, asked[1:]):
        gs.check(later[:len(earlier)] == earlier, "the conversation did not only grow")
    gs.check("say what you did" in asked[1][-1] and "did not apply" in asked[1][-1], asked[1][-1])
    gs.check("with feeling" in asked[2][-1] and "I applied your proposal" in asked[2][-1], asked[2][-1])
    gs.check("// answer 1" in "".join(asked[2][len(asked[1]) + 1:]), "the model was not told of the file as it is")
    gs.check("took back change 2" in out and "took back change 1" in out, out)
    gs.check(tree_hash(user.design) == before, "/undo does not leave the files as they were")
    provider.close()


def works_with_tools(user):
    """A model that looks, edits, simulates and submits, in two turns of one conversation."""
    wrong, right = "(DEPTH)) next_ptr", "(DEPTH - 1)) next_ptr"
    turns = [("I run the test.", [("simulate", {}), ("search", {"text": "next_ptr"})]),
             ("The pointer wraps too late.", [("edit_file", {"path": FILE, "search": wrong, "replace": right}), ("simulate", {})]),
             ("", [("submit", {})]),
             ("", [("edit_file", {"path": FILE, "search": right, "replace": "(DEPTH - 1)) /* wraps */ next_ptr"}), ("compile", {}), ("submit", {})])]
    provider = Provider(lambda messages: turns[min(sum(m["role"] == "assistant" for m in messages), 3)])
    before = tree_hash(user.design)
    out, _ = user.run([*BENCH, "--model", "compatible/m", "--strategy", "tools"], ["y", "say so in a comment", "y", "/undo", "/undo", "/quit"], 0,
                      COMPATIBLE_BASE_URL=provider.url)
    provider.close()
    gs.check(not provider.failures and len(provider.requests) == 4, f"{provider.failures} {len(provider.requests)} requests: {out}")
    asked = [json.dumps(message) for message in provider.requests[3]["messages"]]
    gs.check(all("passed" in text for text in asked[-4:-3]) or any("Accepted" in text for text in asked), "\n".join(asked[-5:]))
    gs.check("say so in a comment" in asked[-1] + asked[-2] and "I applied your proposal" in asked[-1] + asked[-2], "\n".join(asked[-3:]))
    gs.check("/* wraps */" in out and "took back change 2" in out and "took back change 1" in out, out)
    gs.check(tree_hash(user.design) == before, "/undo does not leave the files as they were")


def speaks_plainly_in_pipes(user):
    before = tree_hash(user.design)
    out, _ = user.run(BENCH, ["n", "/nonsense"], 1)  # the input ends, and the test fails
    gs.check("apply? [y]es [n]o [e]xplain [q]uit n" in out and "is no command" in out, out)
    gs.check(tree_hash(user.design) == before, "changed after a no")
    user.run(BENCH, ["n", "/quit"], 0)
    user.run([*BENCH, "--mode", "human"], ["/test", "/quit"], 0)
    user.run([*BENCH, "--model", "golden"], [], 2)
    user.run([*BENCH, "--model", "null"], [], 2)
    _, err = user.run(["--top", "sync_fifo"], [], 2)
    gs.check("--tb FILE" in err, err)
    _, err = user.run(["--top", "sync_fif", "--tb", "repro/tb.sv"], [], 2)
    gs.check("did you mean sync_fifo?" in err, err)
    _, err = user.run([*BENCH, "--mode", "automatic"], [], 2)
    gs.check("confirm, auto and human" in err, err)
    out, _ = user.run(["--top", "sync_fifo", "--test", "true"], ["/quit"], 0)
    gs.check("Nothing to repair by this test." in out, out)
    gs.check(tree_hash(user.design) == before, "changed")
    out, _ = user.run([*BENCH, "--mode", "auto"], [], 0)
    gs.check("applied to rtl/sync_fifo.sv" in out, out)
    user.run([*BENCH, "--mode", "auto"], [], 0)  # nothing to repair


def fails_in_auto_mode(user):
    """No edit makes this testbench pass."""
    bench = user.design / "repro" / "tb.sv"
    bench.write_text("module tb; sync_fifo dut (); initial begin $error(\"never\"); $finish; end endmodule\n", encoding="utf-8")
    before = tree_hash(user.design)
    user.run([*BENCH, "--mode", "auto", "--seconds", "20"], [], 1)
    gs.check(tree_hash(user.design) == before, "changed")


def repairs_by_a_command(user, work):
    """The user's own command: it runs on a copy, and cannot reach the files."""
    (user.design / "Makefile").write_text("test:\n\t@echo spoiled > rtl/sync_fifo.sv.log; grep -q 'DEPTH - 1' rtl/sync_fifo.sv\n", encoding="utf-8")
    before = tree_hash(user.design)
    provider = Provider(answers)
    out, _ = user.run(["--top", "sync_fifo", "--test", "make test", "--model", "compatible/m"], ["y"], 0, COMPATIBLE_BASE_URL=provider.url)
    gs.check("test: make test" in out and "exit status 2" in out, out)
    gs.check(user.file.read_text(encoding="utf-8") == SOLUTION, out)
    gs.check("Makefile" in json.dumps(provider.requests[0]["messages"]), "the Makefile is not shown")
    provider.close()
    gs.check(not (user.design / "rtl" / "sync_fifo.sv.log").exists(), "the command wrote into the user's folder")
    user.file.write_bytes(BROKEN)
    gs.check(tree_hash(user.design) == before, "more was changed than the file")


def searches_by_a_command(user):
    """The search with a command: single edits, one run each; a design that no single edit repairs is left alone."""
    command = "iverilog -g2012 -s tb -o simulation rtl/sync_fifo.sv repro/tb.sv && vvp -n simulation >log; cat log; ! grep -q ERROR log"
    before = tree_hash(user.design)
    out, _ = user.run(["rtl", "--top", "sync_fifo", "--test", command], ["y", "/undo", "/quit"], 0)
    gs.check("the test fails" in out and "applied to rtl/sync_fifo.sv" in out and "took back change 1" in out, out)
    gs.check(tree_hash(user.design) == before, "/undo does not leave the files as they were")
    out, _ = user.run(["rtl", "--top", "sync_fifo", "--test", "false", "--mode", "auto", "--seconds", "3"], [], 1)
    gs.check("single edits tried, and the test passes with none of them" in out, out)
    gs.check(tree_hash(user.design) == before, "changed")


def searches_by_what_is_printed(user):
    """A testbench of the old school, which prints its verdict; the design prints too, and is not heard."""
    bench = user.design / "repro" / "tb.sv"
    text = re.sub(r"\$error\((.*)\);", r'begin bad++; $display("*** ERROR: ", $sformatf(\1)); end', bench.read_text(encoding="utf-8"))
    text = text.replace("int sent", "int bad = 0, sent").replace("    $finish;", '    $display("*** %0d checks, %0d errors", 5 * cycle, bad);\n    $finish;')
    bench.write_text(text, encoding="utf-8")
    user.file.write_bytes(BROKEN.replace(b"endmodule", b'  initial $display("1 checks, 0 errors");\nendmodule'))
    before = tree_hash(user.design)
    printed = [*BENCH, "--pass-line", "[0-9]+ checks, 0 errors"]
    out, _ = user.run(printed, ["y", "/undo", "/quit"], 0)
    gs.check("the testbench does not print that the design is right" in out and "*** ERROR: " in out, out)
    gs.check("applied to rtl/sync_fifo.sv" in out and "600 checks, 0 errors" not in out.split("the test passes")[0], out)
    gs.check(tree_hash(user.design) == before, "/undo does not leave the files as they were")
    out, _ = user.run([*BENCH, "--pass-line", "never"], [], 1)
    gs.check("lines that speak of errors left at best" in out, out)
    _, err = user.run([*BENCH, "--pass-line", "a(b"], [], 2)
    gs.check('--pass-line: "a(b" is no regular expression' in err, err)


def follows_links_inside(user):
    """A part of the design that a link leads to, inside of the folder, is read and not changed; the command sees the link."""
    (user.design / "shared" / "lib").mkdir(parents=True)
    part = "module part(input logic a, output logic y);\n  assign y = a;\nendmodule\n"
    (user.design / "shared" / "lib" / "part.sv").write_text(part, encoding="utf-8")
    (user.design / "rtl" / "lib").symlink_to("../shared/lib", target_is_directory=True)
    (user.design / "top.sv").write_text("module top(input logic a, output logic y);\n  logic q;\n  part p(.a(a), .y(q));\n  assign y = a & q;\nendmodule\n", encoding="utf-8")
    (user.design / "rtl" / "top.sv").symlink_to(user.design / "top.sv")  # not relative, and inside
    (user.design / "rtl" / "gone.sv").symlink_to("nowhere.sv")
    before = tree_hash(user.design)
    command = "test -L rtl/lib && test -e rtl/lib/part.sv && grep -q y rtl/top.sv && test ! -e rtl/gone.sv && grep -q 'a | q' rtl/top.sv"
    out, err = user.run(["rtl", "--top", "part", "--test", command], [], 2)
    gs.check("no file of the design may be changed" in err, out + err)
    out, _ = user.run([".", "--edit", "top.sv", "--top", "top", "--test", command], ["n", "/quit"], 0)
    gs.check("may change: top.sv\n" in out and "rtl/gone.sv is a symbolic link: left out" in out, out)
    gs.check("rtl/lib is a symbolic link" not in out, out)
    gs.check("+  assign y = a | q;" in out, out)
    out, _ = user.run(["rtl", "top.sv", "--top", "top", "--test", command], ["n", "/quit"], 0)
    gs.check("rtl/lib is a symbolic link: shared/lib is read, not changed" in out and "may change: top.sv\n" in out, out)
    gs.check(tree_hash(user.design) == before, "changed")


def keeps_line_ends(user):
    user.file.write_bytes(BROKEN.replace(b"\n", b"\r\n"))
    user.file.chmod(0o640)
    before = tree_hash(user.design)
    provider = Provider(answers)
    user.run([*BENCH, "--model", "compatible/m"], ["y", "/quit"], 0, COMPATIBLE_BASE_URL=provider.url)
    provider.close()
    gs.check(user.file.read_bytes() == SOLUTION.replace("\n", "\r\n").encode(), "the line ends are others")
    gs.check(user.file.stat().st_mode & 0o777 == 0o640, "the mode is another")
    user.run(["--resume"], ["/undo", "/quit"], 0, COMPATIBLE_BASE_URL="http://127.0.0.1:9/v1")
    gs.check(tree_hash(user.design) == before, "/undo does not leave the files as they were")


def stays_inside(user):
    """A link out of the folder is not followed, not even one that comes while a proposal is looked at."""
    outside = user.home / "outside"
    outside.mkdir()
    (outside / "sync_fifo.sv").write_bytes(BROKEN)
    (user.design / "rtl" / "linked.sv").symlink_to(outside / "sync_fifo.sv")
    child = user.start(BENCH)
    seen = read_until(child, "apply?")
    gs.check("rtl/linked.sv is a symbolic link: left out" in seen, seen)
    (user.design / "rtl").rename(user.design / "rtl-moved")
    (user.design / "rtl").symlink_to(outside, target_is_directory=True)
    out, err = child.communicate("y\ny\n", timeout=120)
    gs.check("symbolic link" in out, out + err)
    gs.check((outside / "sync_fifo.sv").read_bytes() == BROKEN, "written through a link")


def says_what_is_dirty(user):
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@x", "-c", "commit.gpgsign=false"]
    environment = user.environment()
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "x"]):
        subprocess.run([*git, *words], cwd=user.design, env=environment, check=True, capture_output=True)
    out, _ = user.run(BENCH, ["n", "/quit"], 0)
    gs.check("not committed" not in out, out)
    user.file.write_bytes(BROKEN + b"// mine\n")
    child = user.start(BENCH)
    seen = read_until(child, "apply?")
    gs.check("note: rtl/sync_fifo.sv has changes that are not committed" in seen, seen)
    user.file.write_bytes(BROKEN + b"// mine, and more\n")
    out, _ = child.communicate("y\nn\n/quit\n", timeout=120)
    gs.check("has changed on disk since it was read" in out and "not applied" in out, out)
    gs.check(user.file.read_bytes() == BROKEN + b"// mine, and more\n", "an edit is lost")


def goes_on_after_a_kill(user):
    before = tree_hash(user.design)
    provider = Provider(answers)
    model = {"COMPATIBLE_BASE_URL": provider.url}
    child = user.start([*BENCH, "--model", "compatible/m"], **model)
    child.stdin.write("y\n")
    child.stdin.flush()
    read_until(child, "applied to")
    child.send_signal(signal.SIGKILL)
    child.communicate()
    gs.check(user.file.read_text(encoding="utf-8") == SOLUTION, "not applied")
    asked = len(provider.requests)
    out, _ = user.run(["--resume"], ["/cost", "/undo", "/quit"], 0, **model)
    gs.check("the test passes" in out and "took back change 1" in out, out)
    gs.check(f"sent {0} tokens" not in out and "sent " in out, "what was spent is forgotten: " + out)
    gs.check(len(provider.requests) == asked, "asked again")
    gs.check(tree_hash(user.design) == before, "/undo does not leave the files as they were")
    _, err = user.run(["--resume", "no-such-session"], [], 2)
    gs.check("no such session" in err, err)
    provider.close()


def is_killed_anywhere(user):
    """In auto mode, at any moment: the file is as before or as after, and the next session knows."""
    for delay in (0.2, 0.6, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0):
        child = user.start([*BENCH, "--mode", "auto"])
        time.sleep(delay)
        child.send_signal(signal.SIGKILL)
        child.communicate()
        now = user.file.read_bytes()
        names = sorted(path.name for path in (user.design / "rtl").iterdir())
        if now != BROKEN:
            out, _ = user.run(["--resume", "--mode", "human"], ["/undo", "/quit"], 0)
            gs.check("took back change" in out, out)
        gs.check(user.file.read_bytes() == BROKEN, f"after {delay} s the file is neither as before nor known")
        gs.check(names == ["sync_fifo.sv"] or now == BROKEN, f"{names}")


def stops_in_pipes(user):
    provider = Provider(lambda messages: "Let me think about it. " * 400, delay=0.5)
    child = user.start([*BENCH, "--model", "compatible/m"], COMPATIBLE_BASE_URL=provider.url)
    while not provider.requests:
        gs.check(child.poll() is None, "it ended")
        time.sleep(0.05)
    time.sleep(0.5)
    child.send_signal(signal.SIGINT)
    out, err = child.communicate("/cost\n", timeout=60)
    gs.check("stopped; nothing was changed" in out and "repair> /cost" in out, out + err)
    gs.check(child.returncode == 130, f"exit code {child.returncode}")
    provider.close()


def test(program, work, cache):
    gs.adopt_orphans()
    if shutil.which("tmux") is None:
        raise gs.Failure("tmux is not installed: apt-get install tmux")
    work.mkdir(parents=True, exist_ok=True)
    users = iter(range(100))

    def user():
        return User(program, work, cache, f"user{next(users)}")

    only = os.environ.get("GS_ONLY", "")
    steps = [(repairs_in_a_terminal, []), (stops_a_turn_in_a_terminal, []), (stops_a_search_in_a_terminal, []), (records_and_replays, [work]), (talks_in_one_conversation, []), (works_with_tools, []), (speaks_plainly_in_pipes, []),
             (fails_in_auto_mode, []), (repairs_by_a_command, [work]), (searches_by_a_command, []), (searches_by_what_is_printed, []), (follows_links_inside, []), (keeps_line_ends, []), (stays_inside, []), (says_what_is_dirty, []),
             (goes_on_after_a_kill, []), (is_killed_anywhere, []), (stops_in_pipes, [])]
    try:
        for step, more in steps:
            if only in step.__name__:
                began = time.monotonic()
                step(user(), *more)
                print(f"{step.__name__}: {time.monotonic() - began:.1f} s", flush=True)
    finally:
        for screen in list(Screen.open):
            screen.close()
    gs.check_nothing_left(next_program=lambda: user().run([*BENCH, "--mode", "human"], ["/quit"], 0))


if __name__ == "__main__":
    gs.main(test)
