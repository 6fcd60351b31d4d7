/// A trajectory as text for a person to read.
#pragma once

#include <cstddef>
#include <string>

#include "agent/trajectory.hpp"

namespace gs::agent {

struct TranscriptOptions {
  std::size_t text_lines = 12;    ///< shown of what the model was told; 0: all
  std::size_t result_lines = 24;  ///< shown of a tool's result; 0: all
};

/// Each step with its number and who speaks; of the model's turns what they used; calls of tools with their arguments
/// (edits as lines with - and +) and results. Valid UTF-8 without control characters, lines ended by "\n".
std::string transcript_text(const Trajectory& trajectory, const TranscriptOptions& options = {});

}  // namespace gs::agent
