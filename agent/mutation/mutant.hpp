/// Mutant: a golden answer with one small fault, and what became of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "tasks/candidate.hpp"
#include "tasks/verdict.hpp"

namespace gs::agent::mutation {

struct Mutant {
  int number = 0;    ///< from 1, in the order in which a task's mutants were chosen
  std::string op;    ///< mutation operator, "relational operator"
  std::string file;  ///< workspace path
  std::uint32_t line = 0;
  std::string before, after;   ///< the changed text, blanks drawn together
  tasks::Candidate candidate;  ///< the golden answer with the fault in it
  /// It changes what simulators schedule rather than what is synthesised, so that no netlist tells its effect.
  bool changes_scheduling = false;
};

enum class Fate {
  killed,      ///< the hidden judge failed it, or it did not end
  stillborn,   ///< no design: it does not compile, or the gate refuses it
  equivalent,  ///< proved to do what the golden does
  survived,    ///< passed, and not proved equivalent
};
std::string_view to_string(Fate fate);

struct MutantResult {
  Mutant mutant;
  Fate fate = Fate::survived;
  tasks::VerdictStatus status = tasks::VerdictStatus::passed;
  std::string note;  ///< the judge's summary, or why a survivor was not proved equivalent
};

/// How many mutants met which fate.
struct MutationCounts {
  std::size_t made = 0, killed = 0, stillborn = 0, equivalent = 0, survived = 0;

  void add(Fate fate);
  MutationCounts& operator+=(const MutationCounts& other);
  std::size_t valid() const { return made - stillborn - equivalent; }  ///< killed or survived
  /// killed / valid, from 0 to 1; 0 where there is no valid one: tests that met no fault have shown nothing.
  double score() const;
};

struct MutationReport {
  std::string task;
  std::size_t possible = 0;  ///< different mutants, of which `results` are chosen
  std::vector<MutantResult> results;

  MutationCounts counts() const;
};

}  // namespace gs::agent::mutation
