#include "base/log.hpp"

#include <cstdio>

#include "base/text.hpp"

namespace gs {

bool parse_log_level(std::string_view word, LogLevel& level) {
  if (word == "debug") {
    level = LogLevel::debug;
  } else if (word == "info") {
    level = LogLevel::info;
  } else if (word == "warning") {
    level = LogLevel::warning;
  } else if (word == "error") {
    level = LogLevel::error;
  } else if (word == "off") {
    level = LogLevel::off;
  } else {
    return false;
  }
  return true;
}

void Log::write(LogLevel level, std::string_view line) {
  if (!enabled(level) || !sink_) return;
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  const std::lock_guard<std::mutex> lock(mutex_);
  sink_(level, line);
}

Log& Log::null() {
  static Log log(LogLevel::off, {});
  return log;
}

Log::Sink stderr_sink() {
  return [](LogLevel level, std::string_view line) {
    std::string text = level == LogLevel::warning ? "warning: " : level == LogLevel::error ? "error: " : "";
    // Lines may quote tools and models: no escape sequence of theirs reaches the terminal.
    text += clean_utf8(line);
    text += '\n';
    std::fwrite(text.data(), 1, text.size(), stderr);
  };
}

}  // namespace gs
