/// Workshop: the box, the tools and the judge that a verb works with, opened once.
#pragma once

#include <memory>

#include "base/log.hpp"
#include "base/result.hpp"
#include "evaluators/rtl/rtl_judge.hpp"
#include "evaluators/rtl/rtl_lab.hpp"
#include "sandbox/sandbox.hpp"

namespace gs::cli {

class Workshop {
 public:
  /// unavailable, saying what to install, when no box starts or Verilator is missing. The first time on a machine it
  /// builds the simulation runtime (some seconds).
  static Result<std::unique_ptr<Workshop>> open(Log& log);

  evaluators::Evaluator& judge() { return *judge_; }
  rtl::RtlLab& lab() { return *lab_; }
  sandbox::Sandbox& box() { return *box_; }

 private:
  Workshop() = default;
  std::unique_ptr<sandbox::Sandbox> box_;
  rtl::VerilatorRuntime runtime_;
  std::unique_ptr<rtl::RtlJudge> judge_;
  std::unique_ptr<rtl::RtlLab> lab_;
};

}  // namespace gs::cli
