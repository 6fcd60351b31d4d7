/// What is fuzzed: functions that take any bytes. Each checks a property and says what does not hold; "" when all does.
#pragma once

#include <string>
#include <string_view>

namespace gs::fuzz {

struct Target {
  const char* name;  ///< its corpus is tests/fuzz/corpus/NAME
  std::string (*check)(std::string_view bytes);
};

std::string check_lexer(std::string_view bytes);
std::string check_gate(std::string_view bytes);
std::string check_silencer(std::string_view bytes);
std::string check_normaliser(std::string_view bytes);
std::string check_messages(std::string_view bytes);
std::string check_channel(std::string_view bytes);

inline constexpr Target kTargets[] = {
    {"lexer", check_lexer},           {"gate", check_gate},         {"silencer", check_silencer},
    {"normaliser", check_normaliser}, {"messages", check_messages}, {"channel", check_channel},
};

}  // namespace gs::fuzz
