#!/usr/bin/env python3
"""strategies_test.py GATESMITH CACHE: every strategy with a model that is scripted, recorded and replayed.

The model is a server of ours. It repairs a processor of nine files by searching, tracing and simulating; answers two-stage's
questions; samples; repeats itself until it is stopped. Then each run is replayed without the server.
"""
import json
import re
import shutil
from pathlib import Path

import program as gs
from fake_provider import Provider
from model_test import KEY, Program, prompts, results

PACK = Path(__file__).resolve().parents[2] / "tasks" / "packs"
FIFO, CORE, PE = "fifo-thirteenth-word", "rv32-return-address", "ternary-mac-pe"
CROSSED = "    .pc        (x_imm),\n    .imm       (x_pc),"


def solution(suite, name):
    folder = PACK / suite / name / "solution"
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*")) if path.is_file()}


def as_answer(files):
    return "\n".join(f"FILE: {name}\n```verilog\n{text}```\n" for name, text in files.items())


def broken(files):
    return {name: text.replace("endmodule", "this does not parse\nendmodule", 1) for name, text in files.items()}


def turn_of(messages):
    return sum(message["role"] == "assistant" for message in messages)


def engineer(messages):
    """Follows a wrong address through nine files to two crossed connections."""
    results_seen = [message["content"] for message in messages if message["role"] == "tool"]
    last = results_seen[-1] if results_seen else ""
    steps = [
        ("The test first; the report blames rv_branch.", [("simulate", {}), ("search", {"text": "jalr_sum"})]),
        ("The sum is op1 + imm, as it should be. Where does imm come from?",
         [("trace", {"signal": "u_branch.imm", "time_ns": 124}), ("read_file", {"path": "rtl/rv_branch.sv", "first_line": 20})]),
        ("imm carries the address of the instruction: the connections are crossed in rv_core.",
         [("search", {"text": "u_branch", "path": "rtl/rv_core.sv"}), ("read_file", {"path": "rtl/rv_core.sv", "first_line": 145, "last_line": 162})]),
        ("", [("edit_file", {"path": "rtl/rv_core.sv", "search": CROSSED,
                             "replace": "    .pc        (x_pc),\n    .imm       (x_imm),"}), ("compile", {}), ("simulate", {})]),
        ("The test passes.", [("submit", {})]),
    ]
    turn = turn_of(messages)
    if turn == 1:
        gs.check("assign jalr_sum = op1 + imm;" in last, f"search found no sum: {last}")
    if turn == 2:
        gs.check(any("x_pc" in text and "u_branch.imm" in text for text in results_seen), f"the trace tells nothing: {results_seen}")
    if turn == 4:
        gs.check(last.startswith("passed:"), f"the repair does not pass: {last}")
    return steps[min(turn, len(steps) - 1)]


def designer(messages):
    """A structure that breaks a rule, one that keeps them, code that does not follow it, code that does."""
    files = solution("rtl-completion", PE)
    name, text = next(iter(files.items()))
    top = re.search(r"module\s+(\w+)", text).group(1)
    structure = {"modules": [{"name": top, "purpose": "the whole", "ports": [], "instances": []}]}
    wrong = json.loads(json.dumps(structure))
    wrong["modules"][0]["instances"] = [{"name": "u_more", "module": "not_there", "connections": {}}]
    turn = turn_of(messages)
    if turn == 1:
        gs.check("there is no module not_there" in messages[-1]["content"], messages[-1]["content"])
    if turn == 3:
        gs.check("does not follow the structure" in messages[-1]["content"], messages[-1]["content"])
    answers = [json.dumps(wrong), "```json\n" + json.dumps(structure) + "\n```",
               as_answer({name: text.replace(top, top + "_v2")}), as_answer(files)]
    return answers[min(turn, 3)]


class Sampler:
    def __init__(self):
        self.asked = 0

    def __call__(self, messages):
        self.asked += 1
        files = solution("rtl-repair", FIFO)
        if turn_of(messages) == 0:
            return "I am not sure." if self.asked == 1 else as_answer(broken(files))
        return as_answer(files)


def parrot(messages):
    return as_answer(broken(solution("rtl-repair", FIFO)))


def make_suites(work):
    for suite, name in (("rtl-repair", FIFO), ("rtl-repair", CORE), ("rtl-completion", PE)):
        shutil.copytree(PACK / suite / name, work / "packs" / suite / name)


def run_both(p, work, name, task, strategy, answer, *more, code=0):
    """Asks the server, then replays. Gives the first run's summary, attempt and record."""
    provider = Provider(answer)
    words = ["run", task, "--strategy", strategy, "--jobs", "1", "--json", "--no-verdict-cache", *more]
    try:
        out, _ = p.run([*words, "--model", "openai/gpt-4o", "--run", name], code, OPENAI_API_KEY=KEY, OPENAI_BASE_URL=provider.url)
    finally:
        provider.close()
        gs.check(not provider.failures, "\n".join(provider.failures))
    again, _ = p.run([*words, "--model", f"replay:{work / name / 'exchanges.jsonl'}", "--run", name + "-again"], code)
    gs.check(prompts(work / name) == prompts(work / (name + "-again")), f"{name}: a replay asks otherwise")
    gs.check(results(work / name) == results(work / (name + "-again")), f"{name}: a replay ends otherwise")
    first, second = json.loads(out), json.loads(again)
    gs.check(first["spending"]["usage"] == second["spending"]["usage"], f"{name}: usage of a replay")
    return first, results(work / name)[0]


def test(program, work, cache):
    work.mkdir(parents=True, exist_ok=True)
    make_suites(work)
    p = Program(program, work, cache)

    summary, attempt = run_both(p, work, "single", f"rtl-repair/{FIFO}", "single",
                                lambda messages: as_answer(solution("rtl-repair", FIFO)))
    gs.check(summary["passed"] == 1 and summary["evidence"] == "visible", f"{summary}")

    summary, attempt = run_both(p, work, "tools", f"rtl-repair/{CORE}", "tools", engineer)
    gs.check(summary["passed"] == 1, f"tools: {summary} {attempt}")
    out, _ = p.run(["show", "tools", f"rtl-repair/{CORE}"], 0)
    for word in ("jalr", "trace", "simulate", "edit_file", "submit", "-    .pc        (x_imm),", "+    .pc        (x_pc),"):
        gs.check(word in out, f"show does not tell {word}: {out}")
    gs.check(KEY not in out and "\x1b" not in out, out)

    summary, attempt = run_both(p, work, "two-stage", f"rtl-completion/{PE}", "two-stage", designer)
    gs.check(summary["passed"] == 1, f"two-stage: {summary} {attempt}")

    summary, attempt = run_both(p, work, "sample", f"rtl-repair/{FIFO}", "sample", Sampler(), "--candidates", "3")
    gs.check(summary["passed"] == 1 and attempt[4] == 2, f"sample: {summary} {attempt}")

    # Who repeats himself is stopped before his turns are used up, and what was best is kept.
    summary, attempt = run_both(p, work, "parrot", f"rtl-repair/{FIFO}", "feedback", parrot, "--turns", "20")
    gs.check(summary["passed"] == 0 and attempt[4] == 4, f"parrot: {summary} {attempt}")
    gs.check(attempt[6] == "stuck: the same change again, also after a nudge and a restart", f"{attempt}")
    out, _ = p.run(["show", "parrot", FIFO, "--full"], 0)
    gs.check("round in circles" in out and "Begin anew" in out, out)

    # Evidence: what is shown, and that it is told.
    summary, attempt = run_both(p, work, "compile", f"rtl-repair/{FIFO}", "feedback",
                                lambda messages: as_answer(solution("rtl-repair", FIFO) if turn_of(messages) else broken(solution("rtl-repair", FIFO))),
                                "--evidence", "compile")
    gs.check(summary["passed"] == 1 and attempt[6] == "it compiles" and summary["evidence"] == "compile", f"{summary} {attempt}")
    summary, attempt = run_both(p, work, "told", f"rtl-repair/{FIFO}", "feedback",
                                lambda messages: as_answer(solution("rtl-repair", FIFO)), "--evidence", "judge")
    gs.check(summary["evidence"] == "judge", f"{summary}")
    out, _ = p.run(["report", "told"], 0)
    gs.check("HIDDEN VERDICT FED BACK" in out, out)
    gs.check("HIDDEN VERDICT FED BACK" in (work / "told" / "report.html").read_text(encoding="utf-8"), "the page does not say it")
    out, _ = p.run(["report", "single"], 0)
    gs.check("FED BACK" not in out, out)
    gs.check_nothing_left()


if __name__ == "__main__":
    gs.main(test)
