"""Runs one service of a pytest or cocotb harness and tells on descriptor 3 how it ended.

usage: gs_cocotb.py pytest ARGUMENT... | gs_cocotb.py python FILE ARGUMENT...      a line on stdin: the nonce

The harness starts the simulator as a process of its own, which inherits neither descriptor 3 nor the nonce. What the
simulator leaves behind counts only under a name that it is not told, but for cocotb inside of it.
"""
import fcntl
import json
import os
import runpy
import secrets
import sys

NONCE = sys.stdin.readline().strip()
CHANNEL = fcntl.fcntl(3, fcntl.F_DUPFD_CLOEXEC, 100)
os.close(3)
MOST_NAMES, MOST_TEXT = 20, 300


def folders():
    """What the harness expects to be there; the links to them are."""
    for name in ("rundir/harness", "results"):
        os.makedirs(os.path.join("/box/work", name), exist_ok=True)
    os.chdir("/code/rundir")


def results_apart(unchecked):
    """cocotb's results go to a file whose name a design cannot know. Outside of pytest nobody looks at them: we do, and
    name those that do not pass in `unchecked`."""
    try:
        from cocotb_tools.check_results import get_results
        from cocotb_tools.runner import Runner
    except ImportError:
        return
    plain = Runner.test

    def test(self, *arguments, **options):
        if len(arguments) < 17:  # it is the 18th
            options.setdefault("results_xml", "/box/work/results/" + secrets.token_hex(16) + ".xml")
        results = plain(self, *arguments, **options)
        if "PYTEST_CURRENT_TEST" not in os.environ:
            try:
                tests, failed = get_results(results)
            except RuntimeError:
                tests, failed = 0, 0
            if failed or not tests:
                unchecked.append(f"{failed} of {tests} tests failed")
        return results

    Runner.test = test


class Count:
    """What pytest reports."""

    def __init__(self):
        self.passed, self.failed, self.skipped, self.names, self.missing = 0, 0, 0, [], ""

    def fail(self, name):
        self.failed += 1
        if len(self.names) < MOST_NAMES:
            self.names.append(name[-MOST_TEXT:])

    def pytest_runtest_logreport(self, report):
        if report.failed:
            self.fail(report.nodeid)
        elif report.skipped:
            self.skipped += 1
        elif report.when == "call":
            self.passed += 1

    def pytest_collectreport(self, report):
        if not report.failed:
            return
        self.fail(report.nodeid)
        for line in str(report.longrepr).splitlines():
            if "ModuleNotFoundError" in line or "ImportError" in line:
                self.missing = line.strip()[-MOST_TEXT:]


def run(words):
    count, unchecked = Count(), []
    results_apart(unchecked)
    if words[0] == "pytest":
        import pytest
        status = int(pytest.main(words[1:], plugins=[count]))
        return status, count
    sys.argv = words[1:]
    status = 0
    try:
        runpy.run_path(words[1], run_name="__main__")
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    if unchecked:
        status = status or 1
    if status == 0:
        count.passed = 1
    else:
        count.fail(words[1])
    return status, count


def main():
    folders()
    status, count = run(sys.argv[1:])
    text = json.dumps({"status": status, "passed": count.passed, "failed": count.failed, "skipped": count.skipped,
                       "names": count.names, "missing": count.missing})
    with os.fdopen(CHANNEL, "w") as channel:
        channel.write(NONCE + "\n" + text + "\n")
    sys.stdout.flush()
    os._exit(0 if status == 0 else 1)


if __name__ == "__main__":
    main()
