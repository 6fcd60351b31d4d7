#include "agent/mutation/mutant.hpp"

namespace gs::agent::mutation {

std::string_view to_string(Fate fate) {
  switch (fate) {
    case Fate::killed:
      return "killed";
    case Fate::stillborn:
      return "stillborn";
    case Fate::equivalent:
      return "equivalent";
    case Fate::survived:
      return "survived";
  }
  return "survived";
}

void MutationCounts::add(Fate fate) {
  ++made;
  if (fate == Fate::killed) ++killed;
  if (fate == Fate::stillborn) ++stillborn;
  if (fate == Fate::equivalent) ++equivalent;
  if (fate == Fate::survived) ++survived;
}

MutationCounts& MutationCounts::operator+=(const MutationCounts& other) {
  made += other.made;
  killed += other.killed;
  stillborn += other.stillborn;
  equivalent += other.equivalent;
  survived += other.survived;
  return *this;
}

double MutationCounts::score() const {
  return valid() == 0 ? 0.0 : static_cast<double>(killed) / static_cast<double>(valid());
}

MutationCounts MutationReport::counts() const {
  MutationCounts counts;
  for (const MutantResult& result : results) counts.add(result.fate);
  return counts;
}

}  // namespace gs::agent::mutation
