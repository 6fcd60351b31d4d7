/// sample_page plain|strained: prints the page of a sample run, for report_page_test.sh and for a look at it.
#include <cstdio>
#include <string_view>

#include "tests/benchmarks/sample_run.hpp"

int main(int argc, char** argv) {
  const bool is_strained = argc > 1 && std::string_view(argv[1]) == "strained";
  const std::string page = gs::benchmarks::html_report(is_strained ? gs::test::strained_run() : gs::test::sample_run());
  return std::fwrite(page.data(), 1, page.size(), stdout) == page.size() ? 0 : 1;
}
