/// Levelled log to one sink. Passed by reference; there is no global logger.
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace gs {

enum class LogLevel { debug, info, warning, error, off };

/// Parses "debug" ... "off"; anything else is nullopt-like: returns false.
bool parse_log_level(std::string_view word, LogLevel& level);

/// Thread-safe: one message is one call of the sink. The sink gets complete lines without newline.
class Log {
 public:
  using Sink = std::function<void(LogLevel, std::string_view line)>;
  Log(LogLevel least, Sink sink) : least_(least), sink_(std::move(sink)) {}

  bool enabled(LogLevel level) const { return level >= least_ && least_ != LogLevel::off; }
  void write(LogLevel level, std::string_view line);
  void debug(std::string_view line) { write(LogLevel::debug, line); }
  void info(std::string_view line) { write(LogLevel::info, line); }
  void warning(std::string_view line) { write(LogLevel::warning, line); }
  void error(std::string_view line) { write(LogLevel::error, line); }

  /// Drops everything.
  static Log& null();

 private:
  LogLevel least_;
  Sink sink_;
  std::mutex mutex_;
};

/// "warning: text" lines on stderr; "debug"/"info" are printed without a level word.
Log::Sink stderr_sink();

}  // namespace gs
