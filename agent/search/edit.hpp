/// Edit: one small change of a design that might be the repair.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace gs::agent::search {

/// Replaces the bytes [begin, end) of a file; begin == end inserts.
struct Piece {
  std::uint32_t begin = 0, end = 0;
  std::string text;
};

/// How a piece can be switched at run time.
enum class SwitchForm { expression, statement };

struct Edit {
  std::string kind;             ///< template, "relational operator"
  int file = 0;                 ///< index of the source model
  std::uint32_t line = 0;       ///< for localisation and reports
  std::vector<Piece> plain;     ///< as an author would write it; pieces in ascending order, disjoint
  std::vector<Piece> switched;  ///< the same in a form whose alternatives can stand side by side; empty: cannot
  SwitchForm form = SwitchForm::expression;
  double cost = 0;  ///< lower is tried first
};

/// The text with the edit's plain pieces applied.
std::string apply_pieces(const std::string& text, const std::vector<Piece>& pieces);

}  // namespace gs::agent::search
