/// Prompts: the texts of agent/prompts, and how they are filled in.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace gs::agent::chat {

/// The files of agent/prompts, built in.
extern const char* const kSystemPrompt;
extern const char* const kTaskPrompt;
extern const char* const kAnswerPrompt;
extern const char* const kFeedbackPrompt;
extern const char* const kStatePrompt;
extern const char* const kUnreadablePrompt;
extern const char* const kNudgePrompt;
extern const char* const kRestartPrompt;
extern const char* const kChangedPrompt;
extern const char* const kRemarkPrompt;
extern const char* const kToolsSystemPrompt;
extern const char* const kToolsTaskPrompt;
extern const char* const kNoCallPrompt;
extern const char* const kStructureSystemPrompt;
extern const char* const kStructurePrompt;
extern const char* const kStructureWrongPrompt;
extern const char* const kStructureCodePrompt;
extern const char* const kStructureBrokenPrompt;

/// `text` with each {{name}} replaced by its value, which is not looked at again. A name without a value is a fault of
/// ours.
std::string fill_in(std::string_view text, const std::map<std::string, std::string, std::less<>>& values);

}  // namespace gs::agent::chat
