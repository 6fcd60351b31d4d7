#!/usr/bin/env python3
"""kill_test.py GATESMITH CACHE: kills a run with SIGKILL at random moments and starts the same command again, until it is done.

The program reports an attempt on stderr after it is recorded. So after each kill every reported attempt must be in the
record; none may be reported or recorded twice; nothing that ran in a box may outlive the program; and the folders of killed
runs are gone after the last. One round ends with SIGINT instead, which the program answers by finishing what is under way.
"""
import random
import re
import signal
import subprocess
import threading
import time

import program as gs

SUITE, MODEL, TASKS = "rtl-repair:quick", "golden", 12
KILLS = 6
SEED = 20261124
REPORTED = re.compile(r" *(\d+)/(\d+) (\w+) +(\S+) \(.*\)")


class Run:
    """One start of the command; collects what it reports while it runs."""

    def __init__(self, program, work, cache):
        self.reported, self.other, self.progress = [], [], threading.Event()
        words = ["run", SUITE, "--model", MODEL, "--run", "record", "--jobs", "2", "--no-verdict-cache"]
        self.child = subprocess.Popen([program, *words], cwd=work, env=gs.environment(work, cache), stdin=subprocess.DEVNULL,
                                      stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        self.reader = threading.Thread(target=self.read)
        self.reader.start()

    def read(self):
        for line in self.child.stderr:
            match = REPORTED.fullmatch(line.rstrip("\n"))
            if not match:
                self.other.append(line)
                continue
            self.reported.append((match[4], match[3]))
            self.progress.set()

    def end(self, sign=None):
        """Its exit code, after all that it has written was read."""
        if sign is not None and self.child.poll() is None:
            self.child.send_signal(sign)
        code = self.child.wait(timeout=300)
        self.reader.join()
        self.child.stderr.close()
        return code


def check_record(work, reported, rounds):
    rows = gs.attempts(work / "record", "task, status")
    tasks = [task for task, _ in rows]
    gs.check(len(set(tasks)) == len(tasks), f"an attempt was made twice: {rows}")
    gs.check(len({task for task, _ in reported}) == len(reported), f"an attempt was reported twice: {reported}")
    lost = set(reported) - set(rows)
    gs.check(not lost, f"reported, and not in the record: {lost}")
    # What was recorded and not yet reported at a kill: one attempt of each of the two workers.
    gs.check(len(rows) <= len(reported) + 2 * rounds, f"more was recorded than reported: {rows}")
    return rows


def test(program, work, cache):
    gs.adopt_orphans()
    rng = random.Random(SEED)
    reported, kills, interrupts = [], 0, 0
    for rounds in range(1, 40):
        run = Run(program, work, cache)
        interrupt = interrupts == 0 and kills == 2
        stop = kills + interrupts < KILLS
        # Every other time only when it has got somewhere, so that both beginnings and ends are cut off.
        if interrupt or (stop and rounds % 2 == 0):
            run.progress.wait(timeout=120)
        if stop:
            time.sleep(rng.uniform(0.0, 1.0))
        code = run.end(signal.SIGINT if interrupt else signal.SIGKILL if stop else None)
        reported += run.reported
        gs.check_nothing_left(next_program=lambda: subprocess.run([program, "doctor"], env=gs.environment(work, cache), check=True, capture_output=True))
        rows = check_record(work, reported, rounds)
        print(f"round {rounds}: exit {code}, {len(run.reported)} reported, {len(rows)} recorded")
        if code == -signal.SIGKILL:
            kills += 1
        elif code == 130:
            interrupts += 1
            gs.check("interrupted; the same command goes on\n" in run.other, f"says on SIGINT: {run.other}")
        else:
            gs.check(code == 0, f"exit code {code}: {run.other}")
            break
    gs.check(kills >= 3, f"the run ended after {kills} kills: too quick to be tested so")
    gs.check(interrupts == 1, "the run was never interrupted")
    left = sorted(path.name for path in work.glob("gatesmith-*"))
    gs.check(not left, f"folders of killed runs: {left}")
    gs.check(len(rows) == TASKS and all(status == "passed" for _, status in rows), f"at the end: {rows}")

    summary = gs.run_json(program, [SUITE, "--model", MODEL, "--run", "record", "--jobs", "2"], work, cache)
    wanted = {"tasks": TASKS, "attempts": TASKS, "passed": TASKS, "failed": 0, "errors": 0, "skipped": 0}
    gs.check({key: summary[key] for key in wanted} == wanted, f"summary: {summary}")
    gs.check(gs.attempts(work / "record", "task, status") == rows, "the command after the last did something more")
    gs.check_nothing_left()


if __name__ == "__main__":
    gs.main(test)
