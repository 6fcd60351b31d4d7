/// Foreign names: where a candidate reaches for what the testbench declares.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "evaluators/rtl/bench_names.hpp"
#include "tasks/task.hpp"

namespace gs::rtl {

/// What the files of a candidate declare outside of modules.
struct OwnNames {
  NameSet outer;                                         ///< packages, and what stands in no design at all
  std::map<std::string, NameSet, std::less<>> packages;  ///< names declared in each
};
/// Linear, any bytes.
OwnNames own_names(const tasks::FileSet& files);

struct ForeignUse {
  std::uint32_t line = 0, column = 0;
  std::string name;
};

/// Instances of a design of the testbench, which may be the answer; and uses of a name of `bench.scopes` as the front
/// of X.y, X[i].y or X::y, as a call, or behind "disable", where neither the scopes around the use nor, for X::y and
/// calls, `own` declare X. A name declared in another module does not count, since names are found upwards through the
/// hierarchy: there it would still be the testbench's. Nor does what stands between `ifdef and `endif. In order;
/// linear, any bytes.
std::vector<ForeignUse> foreign_uses(std::string_view source, const BenchNames& bench, const OwnNames& own);

}  // namespace gs::rtl
