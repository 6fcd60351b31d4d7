#!/usr/bin/env python3
"""Prints "passed failed skipped" of a JUnit file that ctest wrote; names each skip and its reason on stderr first."""
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
    print(passed, failed, skipped)


main()
