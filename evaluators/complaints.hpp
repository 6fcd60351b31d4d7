/// Complaints: lines of a test's output that speak of errors. They tell who searches what is less wrong; never a
/// verdict.
#pragma once

#include <cstddef>
#include <string_view>

namespace gs::evaluators {

/// "ERROR: got 3", "2 tests failed", "not ok 4"; but neither "0 errors" nor "failures: 0" nor "no mismatch".
bool complains(std::string_view line);

/// Lines that complain, and those of a diff's output ("< 4", "> 5", "-x", "+y").
std::size_t count_complaints(std::string_view output);

/// The name under which a verdict's measurements have that count.
inline constexpr const char* kComplaints = "complaints";

}  // namespace gs::evaluators
