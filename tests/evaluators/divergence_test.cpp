// The report of a real simulation, held against an independent one: Icarus Verilog's VCD of the same sources.
#include "evaluators/rtl/divergence.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <regex>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "evaluators/rtl/harness_top.hpp"
#include "evaluators/rtl/icarus_runtime.hpp"
#include "evaluators/rtl/icarus_simulator.hpp"
#include "evaluators/rtl/mismatch_explainer.hpp"
#include "evaluators/rtl/verilator_simulator.hpp"
#include "tests/evaluators/simulation_fixture.hpp"

namespace gs::rtl {
namespace {

constexpr std::string_view kStage = R"(module stage #(parameter int ADD = 1) (
    input  logic       clk,
    input  logic       rst_n,
    input  logic       load,
    input  logic [7:0] in_data,
    output logic [7:0] out_data
);
  logic [7:0] next;
  always_comb begin
    next = out_data;
    if (load) next = in_data + 8'(ADD);
  end
  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) out_data <= '0;
    else out_data <= next;
  end
endmodule
)";

constexpr std::string_view kLane = R"(module lane #(parameter int ID = 0) (
    input  logic       clk,
    input  logic       rst_n,
    input  logic       load,
    input  logic [7:0] in_data,
    output logic [7:0] sum
);
  logic [7:0] first, second;
  stage #(.ADD(ID)) u_first (.clk, .rst_n, .load, .in_data, .out_data(first));
  stage #(.ADD(3)) u_second (.clk, .rst_n, .load, .in_data(first), .out_data(second));
  assign sum = first ^ second;
endmodule
)";

constexpr std::string_view kEngine = R"(module engine (
    input  logic        clk,
    input  logic        rst_n,
    input  logic        start,
    input  logic [7:0]  data,
    output logic        busy,
    output logic [31:0] sums
);
  typedef enum logic [1:0] {IDLE, RUN, DRAIN} state_t;
  state_t state;
  logic [2:0] left;
  logic load;
  assign load = state == RUN;
  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      state <= IDLE;
      left <= '0;
    end else begin
      case (state)
        IDLE: if (start) begin
          state <= RUN;
          left <= 3'd5;
        end
        RUN: begin
          left <= left - 3'd1;
          if (left == 3'd0) state <= DRAIN;
        end
        default: state <= IDLE;
      endcase
    end
  end
  assign busy = state != IDLE;
  for (genvar i = 0; i < 4; i++) begin : g_lane
    lane #(.ID(i)) u_lane (.clk, .rst_n, .load, .in_data(data ^ 8'(i)), .sum(sums[8*i +: 8]));
  end
endmodule
)";

constexpr std::string_view kBench = R"(module bench;
  logic clk = 0, rst_n = 0, start = 0;
  logic [7:0] data = 8'h11;
  wire busy_q;
  wire [31:0] sums_q;
  engine dut(.clk(clk), .rst_n(rst_n), .start(start), .data(data), .busy(busy_q), .sums(sums_q));
  always #5 clk = ~clk;
  always @(negedge clk) data <= data * 8'd5 + 8'd3;
  initial begin
    #12 rst_n = 1; start = 1;
    #20 start = 0;
    #200 $finish;
  end
endmodule
)";

/// Changes by hierarchical name, out of a VCD whose unit is a picosecond.
using Vcd = std::map<std::string, std::vector<std::pair<std::uint64_t, std::string>>>;

Vcd parse_vcd(const std::string& text) {
  Vcd vcd;
  std::map<std::string, std::vector<std::string>> names;
  std::map<std::string, std::size_t> widths;
  std::vector<std::string> scopes;
  std::uint64_t now = 0;
  const auto put = [&](const std::string& id, std::string bits) {
    const std::size_t width = widths[id];
    if (bits.size() < width) bits.insert(0, width - bits.size(), bits[0] == '1' ? '0' : bits[0]);
    for (const std::string& name : names[id]) vcd[name].emplace_back(now, bits);
  };
  for (const std::string_view line : split_lines(text)) {
    std::vector<std::string> words;
    for (const std::string_view word : split(trim(line), ' ')) {
      if (!word.empty()) words.emplace_back(word);
    }
    if (words.empty()) continue;
    if (words[0] == "$scope") scopes.push_back(words[2]);
    if (words[0] == "$upscope") scopes.pop_back();
    if (words[0] == "$var") {
      names[words[3]].push_back(join(scopes, ".") + "." + words[4]);
      widths[words[3]] = std::stoul(words[2]);
    }
    const char tag = words[0][0];
    if (tag == '#') now = std::stoull(words[0].substr(1));
    if (tag == 'b') put(words[1], words[0].substr(1));
    if (tag == '0' || tag == '1' || tag == 'x' || tag == 'z') put(words[0].substr(1), words[0].substr(0, 1));
  }
  return vcd;
}

std::optional<std::string> value_in(const Vcd& vcd, const std::string& name, std::uint64_t ps, bool before) {
  const auto found = vcd.find(name);
  if (found == vcd.end()) return std::nullopt;
  std::optional<std::string> value;
  for (const auto& [time, bits] : found->second) {
    if (time > ps || (before && time == ps)) break;
    value = bits;
  }
  return value;
}

std::uint64_t number_of(const std::string& bits) {
  std::uint64_t value = 0;
  for (const char c : bits) value = value * 2 + (c == '1' ? 1 : 0);
  return value;
}

class DivergenceTest : public test::SimulationTest {
 protected:
  void SetUp() override {
    SimulationTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    if (const auto found = sandbox::find_tool("iverilog"); !found) GTEST_SKIP() << found.error().to_line();
    auto reader = WaveReader::prepare(*box_, GS_TEST_CACHE, Log::null());
    ASSERT_TRUE(reader) << reader.error().to_line();
    reader_ = std::make_unique<WaveReader>(*std::move(reader));
  }

  /// The engine with `wrong` in place of `right` in one of its files.
  ExplainedRun engine(const std::string& file = "", std::string_view right = "", std::string_view wrong = "") const {
    ExplainedRun what;
    what.workspace = {{"rtl/stage.sv", std::string(kStage)},
                      {"rtl/lane.sv", std::string(kLane)},
                      {"rtl/engine.sv", std::string(kEngine)}};
    if (!file.empty()) {
      std::string& text = what.workspace[file];
      const std::size_t at = text.find(right);
      EXPECT_NE(at, std::string::npos);
      text.replace(at, right.size(), wrong);
    }
    what.design_top = "engine";
    what.sources.files = {{"gs_top.sv", testbench_top("bench", {})}, {"tests/bench.sv", std::string(kBench)}};
    what.sources.order = {"gs_top.sv", "tests/bench.sv"};
    for (const auto& [name, text] : what.workspace) {
      what.sources.files["ws/" + name] = text;
      what.sources.order.push_back("ws/" + name);
    }
    return what;
  }

  std::string fst(ExplainedRun what) const {
    what.sources.wave = what.run.wave = true;
    const auto [built, ran] = VerilatorSimulator(*box_, runtime_).build_and_run(what.sources, {what.run}, what.limits);
    EXPECT_EQ(built.status, PhaseStatus::ok) << built.message << built.tool_output;
    EXPECT_EQ(ran.waves.size(), 1u);
    return ran.waves.empty() ? std::string() : ran.waves.front();
  }

  Vcd icarus(const ExplainedRun& what) const {
    sandbox::Request request;
    request.files = what.sources.files;
    request.files["dump.sv"] =
        "module dump; initial begin $dumpfile(\"wave.vcd\"); $dumpvars(0, gs_top); end endmodule\n";
    sandbox::Step compile, run;
    compile.argv = {"iverilog", "-g2012", "-s", "gs_top", "-s", "dump", "-o", "a.vvp", "../in/dump.sv"};
    for (const std::string& file : what.sources.order) compile.argv.push_back("../in/" + file);
    run.argv = {"vvp", "-n", "a.vvp"};
    request.steps = {compile, run};
    request.collect = {"wave.vcd"};
    sandbox::Outcome outcome = box_->run(request);
    EXPECT_TRUE(outcome.all_ok()) << outcome.error << outcome.steps[0].stderr_text;
    return parse_vcd(outcome.files["wave.vcd"]);
  }

  MismatchExplainer explainer() const { return {*box_, runtime_, *reader_}; }
  Result<Explanation> explain(const ExplainedRun& what, const tasks::Mismatch& mismatch, std::size_t cap) const {
    return explainer().explain(VerilatorSimulator(*box_, runtime_), what, mismatch, cap);
  }

  std::unique_ptr<WaveReader> reader_;
};

/// What a bench that samples `signal` at falling edges of the clock would report first.
tasks::Mismatch first_mismatch(const Vcd& golden, const Vcd& candidate, const std::string& signal) {
  tasks::Mismatch m;
  m.signal = signal;
  const std::string name = "gs_top.tb." + signal;
  for (const auto& [time, bits] : golden.at("gs_top.tb.clk")) {
    if (bits != "0" || time == 0) continue;
    const auto want = value_in(golden, name, time, true), have = value_in(candidate, name, time, true);
    if (want == have) continue;
    m.first_time_ps = time;
    m.expected = fmt::format("{:x}", number_of(*want));
    m.got = fmt::format("{:x}", number_of(*have));
    break;
  }
  return m;
}

/// Names of the design's signals that differ first, at or before `until`.
std::vector<std::string> first_differing(const Vcd& golden, const Vcd& candidate, std::uint64_t until) {
  std::vector<std::string> names;
  std::uint64_t earliest = until + 1;
  for (const auto& [name, changes] : candidate) {
    if (!name.starts_with("gs_top.tb.dut.")) continue;
    for (const auto& [time, bits] : changes) {
      if (time > earliest || value_in(golden, name, time, false) == bits) continue;
      if (time < earliest) names.clear();
      earliest = time;
      names.push_back(name.substr(std::string_view("gs_top.tb.dut.").size()));
      break;
    }
  }
  return names;
}

/// What became of the values that a report prints.
struct Checked {
  int right = 0;
  std::vector<std::string> wrong;
};

/// Holds every value that the report prints against the VCD, where that has it.
Checked check_values(const std::string& report, const Vcd& vcd, const tasks::Mismatch& mismatch) {
  const std::string dut = "gs_top.tb.dut.";
  Checked checked;
  const auto check = [&](std::string name, const std::string& hex, std::uint64_t ps, bool before) {
    std::size_t low = 0, width = 0;
    std::smatch part;
    if (!vcd.count(name) && std::regex_match(name, part, std::regex(R"((.*)\[(\d+)(?::(\d+))?\])"))) {
      low = std::stoul(part[3].matched ? part[3].str() : part[2].str());
      width = std::stoul(part[2].str()) - low + 1;
      name = part[1].str();
    }
    const auto bits = value_in(vcd, name, ps, before);
    if (!bits || bits->find_first_not_of("01") != std::string::npos) return false;
    const std::uint64_t whole = number_of(*bits);
    const std::uint64_t want = width == 0 ? whole : (whole >> low) & ((std::uint64_t{1} << width) - 1);
    if (std::stoull(hex, nullptr, 16) == want) {
      ++checked.right;
    } else {
      checked.wrong.push_back(fmt::format("{} = {} at {}{}, not {:x}", name, hex, before ? "before " : "", ps, want));
    }
    return true;
  };
  std::vector<std::uint64_t> times;
  std::string scope;
  std::uint64_t moment = mismatch.first_time_ps;
  bool in_cone = false;
  for (const std::string_view line : split_lines(report)) {
    const std::string text(line);
    std::smatch m;
    if (text.starts_with("What drove it")) in_cone = true;
    if (!in_cone) {
      std::vector<std::string> words;
      for (const std::string_view word : split(line, ' ')) {
        if (!word.empty()) words.emplace_back(word);
      }
      if (!words.empty() && words[0] == "ns") {
        for (std::size_t i = 1; i < words.size(); ++i) times.push_back(std::stoull(words[i]) * 1000);
      } else if (!words.empty() && words[0] == "constant:") {
        for (std::size_t i = 1; i < words.size(); ++i) {
          const std::size_t equal = words[i].find('=');
          if (equal == std::string::npos) continue;  // (3 more)
          for (const std::uint64_t t : times)
            check(dut + words[i].substr(0, equal), words[i].substr(equal + 1), t, true);
        }
      } else if (!times.empty() && words.size() == times.size() + 1) {
        std::string value;
        for (std::size_t i = 1; i < words.size(); ++i) {
          if (words[i] != ".") value = words[i];
          if (value != "?") check(dut + words[0], value, times[i - 1], true);
        }
      }
      continue;
    }
    static const std::regex kNode(
        R"(^ *(\S+)(?: <- (\S+) \(\S+\))? = ([0-9a-f]+)(?:\(\w+\))?( \(.*\))?(?: \[before (\d+) ns\])?$)");
    if (text.find('|') == std::string::npos && std::regex_match(text, m, kNode)) {
      const std::string name = m[2].matched ? m[2].str() : m[1].str();
      moment = m[5].matched ? std::stoull(m[5].str()) * 1000 : mismatch.first_time_ps;
      if (!check(dut + name, m[3].str(), moment, true)) checked.wrong.push_back("no such signal: " + name);
      if (m[2].matched) check(dut + m[1].str(), m[3].str(), moment, true);
      const std::size_t dot = name.rfind('.');
      scope = dut + (dot == std::string::npos ? "" : name.substr(0, dot + 1));
      const std::string what = m[4].str();
      std::smatch s;
      const std::uint64_t since =
          std::regex_search(what, s, std::regex(R"(since (\d+) ns)")) ? std::stoull(s[1].str()) * 1000 : 0;
      if (since != 0) {
        const auto value = value_in(vcd, dut + name, since, false);
        if (value_in(vcd, dut + name, since, true) == value || value_in(vcd, dut + name, moment, true) != value) {
          checked.wrong.push_back("since: " + text);
        }
      }
      continue;
    }
    std::uint64_t at = moment;
    if (!std::regex_search(text, m, std::regex(R"(^ *\| (?:reads|(?:kept its value, )?before (\d+) ns):)"))) continue;
    if (m[1].matched) at = std::stoull(m[1].str()) * 1000;
    static const std::regex kRead(R"((\S+)=([0-9a-f]+)(?:\(\w+\))?)");
    for (auto r = std::sregex_iterator(text.begin(), text.end(), kRead); r != std::sregex_iterator(); ++r) {
      if (!check(scope + (*r)[1].str(), (*r)[2].str(), at, true)) check(dut + (*r)[1].str(), (*r)[2].str(), at, true);
    }
  }
  return checked;
}

struct Bug {
  std::string name, file, right, wrong, signal;
};

class DivergenceBugTest : public DivergenceTest, public testing::WithParamInterface<Bug> {};

TEST_P(DivergenceBugTest, NamesTheWrongLineAndIsRight) {
  const Bug& bug = GetParam();
  const ExplainedRun golden = engine(), candidate = engine(bug.file, bug.right, bug.wrong);
  const Vcd golden_vcd = icarus(golden), vcd = icarus(candidate);
  const tasks::Mismatch mismatch = first_mismatch(golden_vcd, vcd, bug.signal);
  ASSERT_FALSE(mismatch.got.empty());
  const auto explained = explain(candidate, mismatch, 6000);
  ASSERT_TRUE(explained) << explained.error().to_line();
  EXPECT_EQ(explained->fst.empty(), false);
  const std::string* report = &explained->text;
  EXPECT_NE(report->find(bug.wrong), std::string::npos) << *report;
  const Checked checked = check_values(*report, vcd, mismatch);
  EXPECT_GE(checked.right, 25) << *report;
  EXPECT_EQ(checked.wrong, std::vector<std::string>{}) << *report;
  // The oracle's own known-bad twin: the golden has other values.
  EXPECT_FALSE(check_values(*report, golden_vcd, mismatch).wrong.empty());
  const std::vector<std::string> first = first_differing(golden_vcd, vcd, mismatch.first_time_ps);
  ASSERT_FALSE(first.empty());
  const bool named = std::any_of(first.begin(), first.end(), [&](const std::string& name) {
    return report->find(name + " = ") != std::string::npos || report->find(name + " <- ") != std::string::npos;
  });
  EXPECT_TRUE(named) << first.front() << " differs first\n" << *report;
}

INSTANTIATE_TEST_SUITE_P(Bugs, DivergenceBugTest,
                         testing::Values(Bug{"Deep", "rtl/stage.sv", "if (load) next = in_data + 8'(ADD);",
                                             "if (load) next = in_data - 8'(ADD);", "sums_q"},
                                         Bug{"Lane", "rtl/lane.sv", "assign sum = first ^ second;",
                                             "assign sum = first ^ (second | 8'h1);", "sums_q"},
                                         Bug{"State", "rtl/engine.sv", "if (left == 3'd0) state <= DRAIN;",
                                             "if (left == 3'd1) state <= DRAIN;", "busy_q"},
                                         Bug{"Load", "rtl/engine.sv", "assign load = state == RUN;",
                                             "assign load = state != IDLE;", "sums_q"}),
                         [](const auto& bug) { return bug.param.name; });

TEST_F(DivergenceTest, StaysWithinEveryCap) {
  const ExplainedRun what = engine("rtl/stage.sv", "in_data + 8'(ADD)", "in_data - 8'(ADD)");
  const tasks::Mismatch mismatch = first_mismatch(icarus(engine()), icarus(what), "sums_q");
  const auto xml = explainer().elaborate(what.sources, what.limits);
  ASSERT_TRUE(xml) << xml.error().to_line();
  const auto graph = DriverGraph::parse(*xml);
  ASSERT_TRUE(graph);
  const auto wave = reader_->read(fst(what), {{}, mismatch.first_time_ps, 64});
  ASSERT_TRUE(wave) << wave.error().to_line();
  DivergenceOptions options{"engine", "gs_top.tb"};
  for (const std::size_t cap : {0, 50, 100, 200, 500, 1000, 2000, 6000, 100'000}) {
    options.cap_bytes = cap;
    const std::string report = explain_divergence(mismatch, *wave, *graph, what.workspace, options);
    EXPECT_LE(report.size(), cap);
    if (cap >= 500) {
      EXPECT_NE(report.find("lane.sv:"), std::string::npos) << report;
      EXPECT_NE(report.find("What drove it"), std::string::npos) << report;
    }
    if (cap >= 500 && cap <= 2000) {
      EXPECT_NE(report.find(" more)"), std::string::npos) << report;
    }
  }
}

TEST_F(DivergenceTest, SaysThatASignalIsNotInTheWave) {
  const ExplainedRun what = engine("rtl/stage.sv", "in_data + 8'(ADD)", "in_data - 8'(ADD)");
  const tasks::Mismatch mismatch = first_mismatch(icarus(engine()), icarus(what), "sums_q");
  const auto xml = explainer().elaborate(what.sources, what.limits);
  ASSERT_TRUE(xml);
  const auto graph = DriverGraph::parse(*xml);
  ASSERT_TRUE(graph);
  // Only the top's own signals are read; then a name that no wave has.
  const auto wave = reader_->read(fst(what), {{"gs_top.tb.dut.sums", "gs_top.tb.dut.clk"}, mismatch.first_time_ps, 64});
  ASSERT_TRUE(wave);
  DivergenceOptions options{"engine", "gs_top.tb", 6000};
  const std::string some = explain_divergence(mismatch, *wave, *graph, what.workspace, options);
  EXPECT_NE(some.find("first=?(not recorded then)"), std::string::npos) << some;
  const auto none = Wave::decode(std::string("GSW1\xf4\xff\xff\xff", 8) + std::string(16, '\0') + "E");
  ASSERT_TRUE(none);
  const std::string nothing = explain_divergence(mismatch, *none, *graph, what.workspace, options);
  EXPECT_NE(nothing.find("?(not in the wave)"), std::string::npos) << nothing;
  EXPECT_EQ(nothing.find("= 0"), std::string::npos) << nothing;
}

TEST_F(DivergenceTest, IsSilentOnASignalThatIsNotThere) {
  tasks::Mismatch mismatch;
  mismatch.signal = "line 12";
  const auto report = explain(engine(), mismatch, 2000);
  ASSERT_TRUE(report) << report.error().to_line();
  EXPECT_EQ(report->text, "");
}

TEST_F(DivergenceTest, RefusesBrokenWaves) {
  const std::string whole = fst(engine());
  ASSERT_GT(whole.size(), 500u);
  ASSERT_TRUE(reader_->read(whole, {}));
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, whole.size() / 4, whole.size() / 2}) {
    EXPECT_FALSE(reader_->read(whole.substr(0, size), {})) << size;
  }
  EXPECT_FALSE(reader_->read(std::string(5000, 'x'), {}));
  std::mt19937 random(1);
  for (int i = 0; i < 12; ++i) {  // an Error or a wave, in any case an answer
    std::string bytes = whole;
    for (int k = 0; k < 20; ++k) bytes[random() % bytes.size()] = static_cast<char>(random());
    const auto wave = reader_->read(bytes, {});
    if (!wave) {
      EXPECT_EQ(wave.error().code(), ErrorCode::corrupt) << wave.error().to_line();
    }
  }
}

TEST_F(DivergenceTest, ShowsUnknownBitsOfAnIcarusWave) {
  ExplainedRun what = engine("rtl/stage.sv", "if (!rst_n) out_data <= '0;", "if (!rst_n) out_data <= out_data;");
  auto icarus_runtime = prepare_icarus_runtime(*box_, GS_TEST_CACHE, Log::null());
  ASSERT_TRUE(icarus_runtime) << icarus_runtime.error().to_line();
  what.sources.wave = what.run.wave = true;
  const auto [built, ran] =
      IcarusSimulator(*box_, *icarus_runtime).build_and_run(what.sources, {what.run}, what.limits);
  ASSERT_EQ(built.status, PhaseStatus::ok) << built.tool_output;
  ASSERT_EQ(ran.waves.size(), 1u);
  tasks::Mismatch mismatch;
  mismatch.signal = "sums_q";
  mismatch.first_time_ps = 20'000;
  mismatch.count = 1;
  const auto wave = reader_->read(ran.waves.front(), {{}, mismatch.first_time_ps, 64});
  ASSERT_TRUE(wave) << wave.error().to_line();
  const auto xml = explainer().elaborate(what.sources, what.limits);
  ASSERT_TRUE(xml);
  const auto graph = DriverGraph::parse(*xml);
  ASSERT_TRUE(graph);
  const std::string report = explain_divergence(mismatch, *wave, *graph, what.workspace, {"engine", "gs_top.tb", 4000});
  EXPECT_NE(report.find("sums_q = xxxxxxxx"), std::string::npos) << report;
  EXPECT_NE(report.find("first=xx second=xx"), std::string::npos) << report;
}

TEST_F(DivergenceTest, RefusesASourceThatDoesNotElaborate) {
  const auto report = explain(engine("rtl/lane.sv", "endmodule", "endmodul"), {}, 2000);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code(), ErrorCode::invalid_input);
}

}  // namespace
}  // namespace gs::rtl
