/// A complete small task directory that a test can spoil.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>

#include "base/files.hpp"
#include "tests/support/error_line.hpp"

namespace gs::tasks::test {

using gs::test::code_name;
using gs::test::error_line;

inline constexpr std::string_view kAdderToml = R"(schema = 1
id = "adder-carry"
kind = "rtl-repair"
title = "Adder loses its carry"
difficulty = "easy"
tags = ["adder", "quick"]
origin = "gatesmith"
licence = "Apache-2.0"

[design]
top = "adder"
sources = ["rtl/adder_pkg.sv", "rtl/adder.sv"]
include_dirs = ["include"]

[repair]
bug_class = "width"
changes = 2
reported_file = "rtl/adder.sv"

[check]
evaluator = "rtl-testbench"
testbench = ["repro/tb.sv"]
top = "tb"

[judge]
evaluator = "rtl-trace"
testbench = ["tb.sv"]
top = "tb"
seeds = [1, 2, 3]

[[judge.sample]]
at = "negedge clk"
signals = ["ready", "sum when valid"]

[[judge.sample]]
at = "posedge bus_clk"
signals = ["busy"]

[limits]
run_wall_ms = 5000
memory_mb = 512
)";

/// Writes one file and its parent folders. Not by write_file_atomic, whose syncing takes longer than the tests.
inline void write(const std::filesystem::path& path, std::string_view content) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream file(path, std::ios::binary);
  file << content;
  file.close();
  ASSERT_TRUE(file.good()) << path;
}

/// Replaces the only occurrence of `from`, so that no test spoils nothing.
inline void replace_in(const std::filesystem::path& path, std::string_view from, std::string_view to) {
  auto text = read_file(path);
  ASSERT_TRUE(text) << error_line(text);
  const std::size_t at = text->find(from);
  ASSERT_NE(at, std::string::npos) << from;
  ASSERT_EQ(text->find(from, at + 1), std::string::npos) << from << " is there twice";
  write(path, text->replace(at, from.size(), to));
}

/// Fills `folder` with the task "adder-carry".
inline void write_adder_task(const std::filesystem::path& folder) {
  write(folder / "task.toml", kAdderToml);
  write(folder / "instruction.md", "# Adder loses its carry\n\n255 + 1 gives 0.\n");
  write(folder / "workspace/rtl/adder_pkg.sv", "package adder_pkg;\nendpackage\n");
  write(folder / "workspace/rtl/adder.sv", "module adder;\n  // starting state\nendmodule\n");
  write(folder / "workspace/include/defs.svh", "`define WIDTH 8\n");
  write(folder / "workspace/repro/tb.sv", "module tb;\nendmodule\n");
  write(folder / "workspace/notes.txt", "notes\n");
  write(folder / "tests/tb.sv", "module tb;\n  // hidden\nendmodule\n");
  write(folder / "solution/rtl/adder.sv", "module adder;\n  // golden\nendmodule\n");
  write(folder / "known_bad/widens-only/rtl/adder.sv", "module adder;\n  // widened\nendmodule\n");
  write(folder / "known_bad/drops-carry/rtl/adder.sv", "module adder;\n  // dropped\nendmodule\n");
  write(folder / "known_bad/drops-carry/include/defs.svh", "`define WIDTH 9\n");
}

/// A temporary pack root that holds rtl-repair/adder-carry.
class TaskFolderTest : public testing::Test {
 protected:
  void SetUp() override {
    auto made = TempDir::create("tasks");
    ASSERT_TRUE(made) << error_line(made);
    root_ = std::make_unique<TempDir>(*std::move(made));
    ASSERT_NO_FATAL_FAILURE(write_adder_task(folder()));
  }

  std::filesystem::path root() const { return root_->path(); }
  std::filesystem::path folder() const { return root() / "rtl-repair" / "adder-carry"; }

 private:
  std::unique_ptr<TempDir> root_;
};

}  // namespace gs::tasks::test
