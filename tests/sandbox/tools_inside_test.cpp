// The tools that boxes are for do their work in there.
#include "box_fixture.hpp"
#include "sandbox/toolchain.hpp"

namespace gs::sandbox {
namespace {

using std::chrono::milliseconds;

constexpr const char* kCounter = R"(module counter (input clk, input rst, output reg [3:0] q);
  always @(posedge clk) if (rst) q <= 0; else q <= q + 1;
endmodule
)";
constexpr const char* kBench = R"(module tb;
  reg clk = 0, rst = 1;
  wire [3:0] q;
  counter dut (.clk(clk), .rst(rst), .q(q));
  always #5 clk = ~clk;
  initial begin
    #12 rst = 0;
    #50 $display("q=%0d", q);
    $finish;
  end
endmodule
)";
constexpr const char* kHello = R"(#include <iostream>
#include <vector>
int main() { std::cout << "sum " << std::vector<int>{1, 2, 3}.size() << std::endl; }
)";

class ToolsInsideTest : public BoxTest {
 protected:
  /// The path of a tool; empty when it is not installed.
  static std::string path_of(const char* name) {
    const auto tool = find_tool(name);
    return tool ? tool->path.string() : std::string();
  }
  static Request tool_request(std::vector<std::vector<std::string>> commands) {
    Request r = request(std::move(commands));
    r.limits.wall = milliseconds(120'000);
    r.limits.cpu = milliseconds(120'000);
    r.limits.memory_bytes = std::size_t{4} << 30;
    r.files["counter.v"] = kCounter;
    r.files["tb.v"] = kBench;
    r.files["hello.cpp"] = kHello;
    return r;
  }
  void expect_last_output(const Request& r, const std::string& text) {
    const Outcome outcome = run(r);
    const StepOutcome* failed = outcome.first_failure();
    ASSERT_EQ(failed, nullptr) << to_string(failed->status) << ": " << failed->stderr_text << failed->stdout_text;
    EXPECT_NE(outcome.steps.back().stdout_text.find(text), std::string::npos) << outcome.steps.back().stdout_text;
  }
};

#define GS_NEEDS(variable, name)              \
  const std::string variable = path_of(name); \
  if (variable.empty()) GTEST_SKIP() << name " is not installed"

TEST_F(ToolsInsideTest, Verilator) {
  GS_NEEDS(verilator, "verilator");
  expect_last_output(tool_request({{verilator, "--binary", "-Wno-fatal", "--timing", "-j", "1", "--top-module", "tb",
                                    "--Mdir", "obj", "../in/tb.v", "../in/counter.v"},
                                   {"obj/Vtb"}}),
                     "q=5");
}

TEST_F(ToolsInsideTest, Icarus) {
  GS_NEEDS(iverilog, "iverilog");
  expect_last_output(tool_request({{iverilog, "-o", "sim", "../in/tb.v", "../in/counter.v"}, {"vvp", "sim"}}), "q=5");
}

TEST_F(ToolsInsideTest, Yosys) {
  GS_NEEDS(yosys, "yosys");
  expect_last_output(
      tool_request(
          {{yosys, "-q", "-p", "read_verilog ../in/counter.v; synth -top counter; tee -o n stat"}, {"cat", "n"}}),
      "counter");
}

TEST_F(ToolsInsideTest, Clang) {
  GS_NEEDS(clang, "clang++");
  expect_last_output(tool_request({{clang, "-O1", "../in/hello.cpp", "-o", "hello"}, {"./hello"}}), "sum 3");
}

TEST_F(ToolsInsideTest, ClangWithMold) {
  GS_NEEDS(clang, "clang++");
  GS_NEEDS(mold, "mold");
  expect_last_output(tool_request({{clang, "-fuse-ld=mold", "../in/hello.cpp", "-o", "hello"}, {"./hello"}}), "sum 3");
}

TEST_F(ToolsInsideTest, Gcc) {
  GS_NEEDS(gcc, "g++");
  expect_last_output(tool_request({{gcc, "-O1", "-flto", "../in/hello.cpp", "-o", "hello"}, {"./hello"}}), "sum 3");
}

TEST_F(ToolsInsideTest, Nvcc) {
  GS_NEEDS(nvcc, "nvcc");
  Request r = tool_request({{nvcc, "-arch=sm_80", "-cubin", "-o", "add.cubin", "../in/add.cu"}, {"ls", "add.cubin"}});
  r.files["add.cu"] = "__global__ void add(float* a, const float* b) { a[threadIdx.x] += b[threadIdx.x]; }\n";
  r.environment["PATH"] = "/usr/local/cuda/bin:/usr/bin:/bin";
  expect_last_output(r, "add.cubin");
}

}  // namespace
}  // namespace gs::sandbox
