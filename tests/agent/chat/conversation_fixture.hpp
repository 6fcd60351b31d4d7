/// Scripted answers, and a task whose right answer is known, for tests of strategies.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "agent/attempt.hpp"
#include "agent/chat/chat_proposer.hpp"
#include "tests/support/error_line.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/fake_evaluator.hpp"
#include "tests/support/fake_inspector.hpp"
#include "tests/support/fake_model.hpp"

namespace gs::agent::chat::test {

using gs::test::FakeClock;
using gs::test::FakeEvaluator;
using gs::test::FakeInspector;
using gs::test::FakeModel;
using models::ModelOutcome;
using models::Role;
using models::StopReason;

/// Top and sub; right is a sub with "assign y = B;".
inline tasks::Task two_files() {
  tasks::Task task;
  task.suite = "suite";
  task.id = "two";
  task.title = "Two files";
  task.instruction = "y must follow B.";
  task.design_top = "top";
  task.sources = {"rtl/top.sv", "rtl/sub.sv"};
  task.workspace = {{"rtl/top.sv", "module top(input B, output y);\n  sub u_sub(.B(B), .y(y));\nendmodule\n"},
                    {"rtl/sub.sv", "module sub(input B, output y);\n  assign y = ~B;\nendmodule\n"},
                    {"repro/tb.sv", "module tb;\nendmodule\n"}};
  task.check.emplace();
  return task;
}

inline std::string sub(const std::string& value) {
  return "module sub(input B, output y);\n  assign y = " + value + ";\nendmodule\n";
}
inline std::string answer(const std::string& value) {
  return "FILE: rtl/sub.sv\n```verilog\n" + sub(value) + "```\n";
}

/// "B" passes; of others as many values are wrong as the expression has characters.
inline Result<tasks::Verdict> examine(const tasks::Task&, const tasks::Candidate& candidate, evaluators::Phase) {
  tasks::Verdict verdict;
  const auto found = candidate.files.find("rtl/sub.sv");
  const std::string text = found == candidate.files.end() ? sub("~B") : found->second;
  const std::size_t begin = text.find("y = "), end = text.find(';', begin);
  const std::string value = begin == std::string::npos ? "?" : text.substr(begin + 4, end - begin - 4);
  verdict.status = value == "B" ? tasks::VerdictStatus::passed : tasks::VerdictStatus::failed;
  verdict.decided_by = "verilator";
  if (verdict.passed()) {
    verdict.summary = "all equal";
    return verdict;
  }
  tasks::Mismatch m;
  m.signal = "y";
  m.count = value.size();
  verdict.mismatches = {m};
  verdict.summary = std::to_string(value.size()) + " values differ";
  verdict.feedback = "y differs at 15 ns";
  return verdict;
}

inline ModelOutcome says(const std::string& text, std::vector<models::ToolCall> calls = {},
                         StopReason stop = StopReason::end) {
  const models::Usage usage{.input_uncached = 100, .output = 10};
  ModelOutcome outcome;
  models::ModelReply reply;
  reply.message = {.role = Role::assistant, .text = text};
  reply.message.tool_calls = std::move(calls);
  reply.stop = stop;
  reply.usage = usage;
  outcome.reply = reply;
  models::WireAttempt attempt;
  attempt.usage = usage;
  attempt.charged = true;
  outcome.attempts = {attempt};
  return outcome;
}

class StrategyTest : public testing::Test {
 protected:
  Attempt run(std::vector<ModelOutcome> script, ChatOptions chat, int turns, Evidence evidence = Evidence::visible) {
    model_ = std::make_unique<FakeModel>(std::move(script));
    chat.model = "fake-1";
    const auto proposer = make_chat_proposer(*model_, chat);
    AttemptOptions options;
    options.budget.turns = turns;
    options.inspector = &inspector_;
    options.evidence = evidence;
    return run_attempt(two_files(), evaluator_, *proposer, options, FakeClock());
  }
  const models::ModelRequest& request(std::size_t index) const { return model_->requests().at(index); }
  std::size_t asked_times() const { return model_->requests().size(); }
  std::string asked(std::size_t index) const { return request(index).messages.back().text; }
  /// Whether each request begins with the messages of the one before.
  bool only_grows(std::size_t from, std::size_t to) const {
    for (std::size_t i = from + 1; i <= to; ++i) {
      const auto &before = request(i - 1).messages, &now = request(i).messages;
      if (now.size() < before.size()) return false;
      for (std::size_t k = 0; k < before.size(); ++k) {
        if (before[k].text != now[k].text || before[k].role != now[k].role) return false;
      }
    }
    return true;
  }
  static std::string events(const Attempt& attempt, const std::string& kind) {
    std::string text;
    for (const Event& event : attempt.events) text += event.kind == kind ? event.text + "\n" : "";
    return text;
  }

  FakeEvaluator evaluator_{examine};
  FakeInspector inspector_;
  std::unique_ptr<FakeModel> model_;
};

}  // namespace gs::agent::chat::test
