/// A Sandbox for each test, and short ways to fill requests.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/files.hpp"
#include "sandbox/bubblewrap.hpp"

namespace gs::sandbox {

class BoxTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists("/usr/bin/bwrap")) GTEST_SKIP() << "bubblewrap is not installed";
    auto made = make_bubblewrap();
    ASSERT_TRUE(made) << made.error().to_line();
    box_ = std::move(made).value();
  }

  static Request request(std::vector<std::vector<std::string>> commands) {
    Request request;
    request.label = "test";
    for (auto& argv : commands) {
      Step step;
      step.argv = std::move(argv);
      request.steps.push_back(std::move(step));
    }
    return request;
  }
  static Request shell(const std::string& script) { return request({{"sh", "-c", script}}); }

  /// The attacker (attacker.cpp) as input "a", with its arguments.
  static Request attack(std::vector<std::string> words) {
    words.insert(words.begin(), "../in/a");
    Request result = request({std::move(words)});
    const auto program = read_file(GS_ATTACKER);
    EXPECT_TRUE(program) << program.error().to_line();
    if (program) result.files["a"] = *program;
    return result;
  }

  /// Runs; a box that did not complete fails the test. There is always at least one step.
  Outcome run(const Request& request) {
    Outcome outcome = box_->run(request);
    EXPECT_EQ(outcome.status, Outcome::Status::completed) << outcome.error;
    outcome.steps.resize(std::max<std::size_t>(request.steps.size(), 1));
    return outcome;
  }

  /// A number that no other process has in its command line.
  static std::string unique_marker() {
    static std::atomic<unsigned> count{0};
    return "77777." + std::to_string(::getpid()) + std::to_string(count.fetch_add(1));
  }

  std::unique_ptr<Sandbox> box_;
};

}  // namespace gs::sandbox
