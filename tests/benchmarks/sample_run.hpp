/// A run of twelve repair tasks as a campaign would leave it: for report tests and for looking at the page.
#pragma once

#include "benchmarks/report.hpp"

namespace gs::test {

/// Eight passed, two failed, one did not compile, one ended in an infrastructure error; a thirteenth was not run.
benchmarks::RunReport sample_run();

/// The same run with what strains a page: words that cannot be broken, wide values, many signals, three samples.
benchmarks::RunReport strained_run();

}  // namespace gs::test
