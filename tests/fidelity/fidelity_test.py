#!/usr/bin/env python3
"""fidelity.py notices what it is there to notice, and its candidates are what they are called."""
import contextlib
import importlib.util
import io
import pathlib
import unittest

spec = importlib.util.spec_from_file_location("fidelity", pathlib.Path(__file__).parent / "fidelity.py")
fidelity = importlib.util.module_from_spec(spec)
spec.loader.exec_module(fidelity)

GOLDEN = "module TopModule(input a, input b, output y);\n  // a && b\n  assign y = a && b;\nendmodule\n"


def verdict(passed, official, outcome, difference=""):
    return {"status": "passed" if passed else "failed", "passed": passed, "summary": "",
            "official": {"passed": official, "outcome": outcome, "difference": difference}}


def holds(made, outcome):
    with contextlib.redirect_stdout(io.StringIO()):
        return fidelity.report("suite", {("t", 1): "mutant"}, {("t", 1): outcome}, {("t", 1): made})


class ReportTest(unittest.TestCase):
    def test_agreement_holds(self):
        self.assertTrue(holds(verdict(True, True, "."), "."))
        self.assertTrue(holds(verdict(False, False, "R"), "R"))

    def test_other_outcome_of_the_rules_does_not(self):
        self.assertFalse(holds(verdict(True, True, "."), "R"))
        self.assertFalse(holds(verdict(False, False, "C"), "S"))

    def test_a_difference_needs_a_name(self):
        self.assertTrue(holds(verdict(True, False, "T", "bench-timeout: so"), "T"))
        for difference in ("", "unexplained", "two-state: x"):
            self.assertFalse(holds(verdict(True, False, "R", difference), "R"), difference)

    def test_a_verdict_that_nobody_gave_does_not_count(self):
        self.assertFalse(holds({"status": "tool_crash", "passed": False, "summary": "", "official": None}, "R"))


class CandidatesTest(unittest.TestCase):
    def test_mutants_differ_and_are_the_same_each_time(self):
        made = fidelity.mutants(GOLDEN, 6, "seed")
        self.assertEqual(len(set(made) | {GOLDEN}), len(made) + 1)
        self.assertEqual(made, fidelity.mutants(GOLDEN, 6, "seed"))
        self.assertTrue(all("// a && b" in text for text in made), "comments stay")

    def test_every_kind_is_there(self):
        kinds = [kind for kind, _ in fidelity.candidates(GOLDEN, 3, "seed", "Passed", True)]
        self.assertEqual(kinds.count("mutant"), 3)
        self.assertEqual({*kinds}, {"golden", "empty", "syntax", "mutant", "prints", "forged", "loop"})


unittest.main()
