/// Text edits: one place of a text found by what stands there, and replaced.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace gs::agent::tools {

struct TextEdit {
  std::string search, replace;
  std::optional<std::size_t> line;  ///< where it is meant, counted from 1, when it stands in several places
};

struct EditedText {
  std::string text;
  std::size_t first_line = 0, lines = 0;  ///< of the new text: where the change stands
  bool by_words = false;                  ///< found only without regard to white space
};

/// `text` with the one place replaced that `edit` means: where `search` stands byte for byte, else where its lines stand
/// with other white space around them; the replacement is then indented as the place is. Line ends stay as the text has
/// them. invalid_input, for the model to act on: nothing to search, no such place (with what is most like it), several
/// (with their lines), or nothing changed.
Result<EditedText> edit_text(std::string_view text, const TextEdit& edit);

/// Lines from `first` on, counted from 1, with their numbers: "  12| assign y = a;".
std::string numbered_lines(std::string_view text, std::size_t first, std::size_t count);

/// Where the text stands in the line; letters of both cases are equal when it has no capital.
bool line_has(std::string_view line, std::string_view wanted);

}  // namespace gs::agent::tools
