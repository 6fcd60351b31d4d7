#!/usr/bin/env python3
"""Known-bad twins of the end-to-end tests: what they must notice, made on purpose."""
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parent))
import kill_test  # noqa: E402
import program  # noqa: E402


class ProgramTest(unittest.TestCase):
    def test_finds_an_orphan_that_left_its_session(self):
        program.adopt_orphans()
        subprocess.run(["sh", "-c", "setsid sleep 600 >/dev/null 2>&1 &"], check=True, stdin=subprocess.DEVNULL)
        with self.assertRaisesRegex(program.Failure, "1 processes outlived .*sleep 600"):
            program.check_nothing_left(seconds=0.2)
        program.check_nothing_left()  # it was killed for having been found

    def record_of(self, rows, reported):
        with mock.patch.object(kill_test.gs, "attempts", return_value=rows):
            return kill_test.check_record(Path("nowhere"), reported, rounds=1)

    def test_accepts_what_was_recorded_and_not_yet_reported(self):
        rows = [("x/a", "passed"), ("x/b", "passed")]
        self.assertEqual(self.record_of(rows, [("x/b", "passed")]), rows)

    def test_rejects_a_lost_attempt(self):
        with self.assertRaisesRegex(program.Failure, "not in the record"):
            self.record_of([("x/a", "passed")], [("x/b", "passed")])

    def test_rejects_an_attempt_made_or_reported_twice(self):
        with self.assertRaisesRegex(program.Failure, "made twice"):
            self.record_of([("x/a", "error"), ("x/a", "passed")], [])
        with self.assertRaisesRegex(program.Failure, "reported twice"):
            self.record_of([("x/a", "passed")], [("x/a", "passed"), ("x/a", "passed")])

    def test_rejects_another_status_than_the_reported_one(self):
        with self.assertRaisesRegex(program.Failure, "not in the record"):
            self.record_of([("x/a", "failed")], [("x/a", "passed")])

    def test_reads_no_attempts_where_there_is_no_record(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(program.attempts(Path(folder), "task"), [])


if __name__ == "__main__":
    unittest.main()
