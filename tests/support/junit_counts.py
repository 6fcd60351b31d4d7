#!/usr/bin/env python3
"""Prints "passed failed skipped" of a JUnit file that ctest wrote; on stderr first, each skip and its reason, and what
each failed test said where it failed."""
import sys
import xml.etree.ElementTree as ElementTree


def reason(case):
    """The line of a test's output that says why it was skipped."""
    output = case.findtext("system-out") or ""
    lines = [line.strip() for line in output.splitlines()]
    for line in lines:
        if "skip" in line.lower() and not line.startswith("["):
            return line
    told = [line for line in lines if line and not line.startswith("[") and "Note:" not in line]
    return told[-1] if told else "no reason given"


def complaint(case, most=30):
    """The lines of a failed test's output that tell what failed; its end where none does."""
    lines = (case.findtext("system-out") or "").splitlines()
    marks = ("Failure", "FAILED", "ERROR", "Sanitizer", "Traceback", "terminate called")
    told = []
    for at, line in enumerate(lines):
        if any(mark in line for mark in marks):
            told += [near for near in range(at, min(at + 8, len(lines))) if near not in told[-8:]]
    chosen = [lines[at] for at in told] or lines[-most:]
    return [line[:400] for line in chosen[:most]]


def main():
    passed = failed = skipped = 0
    for case in ElementTree.parse(sys.argv[1]).getroot().iter("testcase"):
        status = case.get("status")
        if status == "run":
            passed += 1
        elif status == "notrun" or case.find("skipped") is not None:
            skipped += 1
            print(f"skipped: {case.get('name')}: {reason(case)}", file=sys.stderr)
        else:
            failed += 1
            print(f"FAILED: {case.get('name')}", file=sys.stderr)
            for line in complaint(case):
                print(f"  {line}", file=sys.stderr)
    print(passed, failed, skipped)


main()
