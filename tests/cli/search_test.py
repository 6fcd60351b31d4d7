#!/usr/bin/env python3
"""search_test.py GATESMITH CACHE: the built-in search repairs designs, and the same seed finds the same candidates."""
import program as gs

REPAIRED = ("rtl-repair/fifo-thirteenth-word", "rtl-repair/watchdog-early-bite")
WHAT = "task, sample, seed, status, stop_reason, candidate_hash, candidate, diff"


def test(program, work, cache):
    for task in REPAIRED:
        records = []
        for folder in ("first", "second"):
            record = f"{folder}/{task}"
            summary = gs.run_json(program, [task, "--model", "search", "--seed", "7", "--seconds", "300", "--run", record],
                                  work, cache)
            gs.check(summary["passed"] == 1, f"{task}: not repaired: {summary}")
            records.append(gs.attempts(work / record, WHAT))
        gs.check(len(records[0]) == 1, f"{task}: {len(records[0])} attempts")
        gs.check(records[0] == records[1], f"{task}: the same seed gave\n{records[0]}\nand\n{records[1]}")
        unchanged = gs.run_json(program, [task, "--model", "null", "--run", f"null/{task}"], work, cache)
        gs.check(unchanged["failed"] == 1, f"{task}: passes without a repair: {unchanged}")
        given = gs.attempts(work / f"null/{task}", "candidate_hash")[0][0]
        gs.check(records[0][0][5] != given, f"{task}: the candidate is the starting state")


if __name__ == "__main__":
    gs.main(test)
