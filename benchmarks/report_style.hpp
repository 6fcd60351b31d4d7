/// Style sheet of the HTML report, from report.css.
#pragma once

#include <string_view>

namespace gs::benchmarks {

std::string_view report_style();

}  // namespace gs::benchmarks
