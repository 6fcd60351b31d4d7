#include <algorithm>

#include "evaluators/rtl/gate.hpp"
#include "tests/fuzz/targets.hpp"

namespace gs::fuzz {

// The bytes as candidate, as baseline and as testbench, under a policy that they choose: findings are ordered,
// printable, and none is left when the baseline is the candidate itself.
std::string check_gate(std::string_view bytes) {
  const std::size_t half = bytes.size() / 2;
  const std::string all(bytes), front(bytes.substr(0, half)), back(bytes.substr(half));
  const tasks::FileSet bench = {{"tb.sv", front}};
  rtl::uses_macros({{"a.sv", all}});
  // Which policy and candidate this time: all of them would take eight times as long.
  const unsigned choice =
      bytes.empty() ? 0 : static_cast<unsigned char>(bytes[0]) ^ static_cast<unsigned>(bytes.size());
  rtl::GatePolicy policy{"tb", {}, (choice & 1) != 0};
  if ((choice & 6) != 0) policy.bench = rtl::bench_names(bench, {"tb.sv", "missing.sv"});
  const tasks::FileSet files = {{"a.sv", (choice & 8) != 0 ? all : back}};
  const auto found = rtl::inspect(files, {{"a.sv", front}}, policy);
  for (std::size_t i = 0; i < found.size(); ++i) {
    const std::string line = found[i].to_line();
    if (line.find('\n') != std::string::npos || line.find('\x1b') != std::string::npos) return "not one line: " + line;
    if (i > 0 && std::pair(found[i - 1].line, found[i - 1].column) > std::pair(found[i].line, found[i].column)) {
      return "out of order: " + line;
    }
  }
  if (!rtl::inspect(files, files, policy).empty()) return "a baseline does not allow itself";
  return "";
}

}  // namespace gs::fuzz
