#include <algorithm>

#include "evaluators/rtl/gate.hpp"
#include "tests/fuzz/targets.hpp"

namespace gs::fuzz {

// The bytes as candidate, as baseline and as testbench, under every policy: findings are ordered, printable, and none
// is left when the baseline is the candidate itself.
std::string check_gate(std::string_view bytes) {
  const std::size_t half = bytes.size() / 2;
  const std::string all(bytes), front(bytes.substr(0, half)), back(bytes.substr(half));
  const tasks::FileSet bench = {{"tb.sv", front}};
  rtl::uses_macros({{"a.sv", all}});
  for (const bool names : {false, true}) {
    for (const bool silenced : {false, true}) {
      rtl::GatePolicy policy{"tb", {}, silenced};
      if (names) policy.bench = rtl::bench_names(bench, {"tb.sv", "missing.sv"});
      for (const std::string& candidate : {all, back}) {
        const tasks::FileSet files = {{"a.sv", candidate}};
        const auto found = rtl::inspect(files, {{"a.sv", front}}, policy);
        for (std::size_t i = 0; i < found.size(); ++i) {
          const std::string line = found[i].to_line();
          if (line.find('\n') != std::string::npos || line.find('\x1b') != std::string::npos)
            return "not one line: " + line;
          if (i > 0 && std::pair(found[i - 1].line, found[i - 1].column) > std::pair(found[i].line, found[i].column)) {
            return "out of order: " + line;
          }
        }
        if (!rtl::inspect(files, files, policy).empty()) return "a baseline does not allow itself";
        if (rtl::inspect(files, {}, policy).size() < found.size()) return "a baseline adds findings";
      }
    }
  }
  return "";
}

}  // namespace gs::fuzz
