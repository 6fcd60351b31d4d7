/// A Sandbox for each test, and short ways to fill requests and to wait for processes to end.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/files.hpp"
#include "sandbox/bubblewrap.hpp"
#include "sandbox/self_test.hpp"

namespace gs::sandbox {

/// The processes with `marker` in their command line, as soon as their number is wanted, or when patience ends.
inline std::vector<int> wait_for_processes(const std::string& marker, const std::function<bool(std::size_t)>& wanted,
                                           std::chrono::milliseconds patience = std::chrono::seconds(5)) {
  const auto end = std::chrono::steady_clock::now() + patience;
  std::vector<int> pids = processes_with(marker);
  while (!wanted(pids.size()) && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    pids = processes_with(marker);
  }
  return pids;
}

/// Those that do not end soon.
inline std::vector<int> processes_left(const std::string& marker) {
  return wait_for_processes(
      marker, [](std::size_t n) { return n == 0; }, std::chrono::seconds(2));
}

class BoxTest : public testing::Test {
 protected:
  void SetUp() override { open_bubblewrap(); }

  void open_bubblewrap() {
    if (!std::filesystem::exists("/usr/bin/bwrap")) GTEST_SKIP() << "bubblewrap is not installed";
    take(make_bubblewrap());
  }
  void take(Result<std::unique_ptr<Sandbox>> made) {
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
    add_program(result, "a", GS_ATTACKER);
    return result;
  }
  static void add_program(Request& request, const std::string& name, const char* path) {
    const auto program = read_file(path);
    EXPECT_TRUE(program) << program.error().to_line();
    if (program) request.files[name] = *program;
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
