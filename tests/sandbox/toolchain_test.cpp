#include "sandbox/toolchain.hpp"

#include <gtest/gtest.h>

#include <set>

#include "base/files.hpp"

namespace gs::sandbox {
namespace {

TEST(ToolchainTest, KnowsItsToolsInOrder) {
  std::vector<std::string> names;
  for (const ToolSpec& tool : known_tools()) names.emplace_back(tool.name);
  EXPECT_EQ(names, (std::vector<std::string>{"verilator", "clang++", "g++", "mold", "ccache", "bwrap", "iverilog",
                                             "yosys", "nvcc"}));
}

TEST(ToolchainTest, FindsATool) {
  if (!std::filesystem::exists("/usr/bin/g++")) GTEST_SKIP() << "g++ is not installed";
  const auto tool = find_tool("g++");
  ASSERT_TRUE(tool) << tool.error().to_line();
  EXPECT_EQ(tool->name, "g++");
  EXPECT_EQ(tool->path, "/usr/bin/g++");
  EXPECT_NE(tool->version.find('.'), std::string::npos) << tool->version;
}

TEST(ToolchainTest, FindsEveryToolWithItsVersionOrSaysWhatToInstall) {
  for (const ToolSpec& spec : known_tools()) {
    const auto tool = find_tool(spec.name);
    if (tool) {
      EXPECT_NE(tool->version, "unknown") << spec.name;
      EXPECT_TRUE(tool->path.is_absolute()) << spec.name;
    } else {
      EXPECT_EQ(tool.error().code(), ErrorCode::unavailable);
      EXPECT_EQ(tool.error().message(),
                std::string(spec.name) + " is not installed: apt-get install " + std::string(spec.package));
    }
  }
}

TEST(ToolchainTest, RefusesAToolItDoesNotKnow) {
  const auto tool = find_tool("rm");
  ASSERT_FALSE(tool);
  EXPECT_EQ(tool.error().code(), ErrorCode::invalid_input);
}

TEST(ToolchainTest, FindsTheRuntimeOfVerilator) {
  if (!find_tool("verilator")) GTEST_SKIP() << "verilator is not installed";
  const auto folder = verilator_include_folder();
  ASSERT_TRUE(folder) << folder.error().to_line();
  EXPECT_TRUE(read_file(*folder / "verilated.h"));
}

}  // namespace
}  // namespace gs::sandbox
