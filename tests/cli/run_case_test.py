#!/usr/bin/env python3
"""The runner's known-bad twins: it must reject a program that exits, says or prints anything else than its case expects."""
import stat
import sys
import tempfile
import unittest
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import run_case  # noqa: E402

# Says what it is told to: gatesmith EXIT STDOUT STDERR
FAKE = """#!/usr/bin/env python3
import os, signal, sys
sys.stdout.write(sys.argv[2]); sys.stderr.write(sys.argv[3]); sys.stdout.flush()
if sys.argv[1] == "signal": os.kill(os.getpid(), signal.SIGSEGV)
sys.exit(int(sys.argv[1]))
"""


class RunCaseTest(unittest.TestCase):
    def outcome(self, command, *expected):
        with tempfile.TemporaryDirectory() as folder:
            fake, case = Path(folder) / "gatesmith", Path(folder) / "x.case"
            fake.write_text(FAKE, encoding="utf-8")
            fake.chmod(fake.stat().st_mode | stat.S_IXUSR)
            case.write_text("\n".join([f"=== $ gatesmith {command}", *expected, ""]), encoding="utf-8")
            with redirect_stdout(StringIO()) as told:
                code = run_case.run_case(str(fake), case, None)
        return (code, told.getvalue())

    def assert_passes(self, command, *expected):
        code, told = self.outcome(command, *expected)
        self.assertEqual(code, 0, told)

    def assert_fails(self, command, *expected):
        self.assertEqual(self.outcome(command, *expected)[0], 1)

    def test_accepts_what_is_expected(self):
        self.assert_passes("2 '' ''", "exit 2")
        self.assert_passes("1 '{}' ''", "exit 1", "json keys")

    def test_rejects_another_exit_code(self):
        self.assert_fails("1 '' ''", "exit 2")

    def test_rejects_death_by_signal(self):
        self.assert_fails("signal '' ''", "exit 0")
        self.assert_fails("signal '' ''", "exit 139")

    def test_rejects_a_case_without_an_exit_code(self):
        self.assert_fails("0 '' ''")

    def test_rejects_output_that_nothing_is_said_of(self):
        self.assert_fails("0 something ''", "exit 0")
        self.assert_fails("0 '' something", "exit 0")
        self.assert_fails("0 '{}' something", "exit 0", "json keys")

    def test_rejects_missing_output(self):
        self.assert_fails("0 '' ''", "exit 0", "out a")
        self.assert_fails("0 '' ''", "exit 0", "err~ .*")

    def test_rejects_json_that_is_none_or_lacks_something(self):
        self.assert_fails("0 '{' ''", "exit 0", "json keys")
        self.assert_fails("0 '{}' ''", "exit 0", "json keys a")
        self.assert_passes("""0 '{"a": 1}' ''""", "exit 0", "json lacks b c")
        self.assert_fails("""0 '{"a": 1}' ''""", "exit 0", "json lacks b a")
        self.assert_fails("0 '[]' ''", "exit 0", "json lacks a")
        self.assert_fails("""0 '{"a": 1}' ''""", "exit 0", "json /a = 2")
        self.assert_fails("""0 '{"a": 1}' ''""", "exit 0", "json /b = 1")
        self.assert_fails("""0 '[]' ''""", "exit 0", "json size > 0")
        self.assert_passes("""0 '{"a": [1, 2]}' ''""", "exit 0", "json keys a", "json /a/1 = 2", "json size = 1")

    def test_matches_lines_in_order_and_whole(self):
        match = run_case.match_lines
        match("out", [("", "a"), ("*", ""), ("~", r"\d+ of 7")], "a\nb\nc\n12 of 7\n")
        match("out", [("*", "")], "")
        for expected, text in [([("", "a")], "a\nb\n"), ([("", "a")], "a b\n"), ([("~", "a")], "ab\n"),
                               ([("", "b"), ("", "a")], "a\nb\n"), ([("", "a")], "a")]:
            with self.assertRaises(run_case.Mismatch):
                match("out", expected, text)

    def test_refuses_a_case_file_that_says_nothing(self):
        with tempfile.TemporaryDirectory() as folder:
            case = Path(folder) / "x.case"
            for text in ("", "=== file a\n", "=== fiel a\n", "gatesmith\n"):
                case.write_text(text, encoding="utf-8")
                with self.assertRaises(run_case.CaseError):
                    run_case.read_case(case)


if __name__ == "__main__":
    unittest.main()
