#include "agent/session/text_form.hpp"

#include <gtest/gtest.h>

namespace gs::agent::session {
namespace {

struct Form {
  const char* name;
  const char *before, *after, *expected;
};

class TextFormTest : public testing::TestWithParam<Form> {};

TEST_P(TextFormTest, KeepsTheFormOfTheFile) {
  EXPECT_EQ(in_form_of(GetParam().before, GetParam().after), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(Forms, TextFormTest,
                         testing::Values(Form{"unix", "a\nb\n", "a\nc\n", "a\nc\n"},
                                         Form{"dos", "a\r\nb\r\n", "a\nc\nd\n", "a\r\nc\r\nd\r\n"},
                                         Form{"unixFromDos", "a\nb\n", "a\r\nc\r\n", "a\nc\n"},
                                         Form{"mixed", "a\r\nb\nc\n", "a\nb\nx\nc\n", "a\r\nb\nx\nc\n"},
                                         Form{"noEndAtTheEnd", "a\nb", "x\nb\n", "x\nb"},
                                         Form{"newLastLine", "a\nb", "a\nb\nc\n", "a\nb\nc\n"},
                                         Form{"latinOne", "// caf\xE9\nx\n", "// caf\xEF\xBF\xBD\ny\n",
                                              "// caf\xE9\ny\n"},
                                         Form{"mark",
                                              "\xEF\xBB\xBF"
                                              "a\nb\n",
                                              "a\nc\n",
                                              "\xEF\xBB\xBF"
                                              "a\nc\n"},
                                         Form{"empty", "", "a\n", "a\n"}, Form{"emptied", "a\n", "", ""},
                                         Form{"same", "a\r\n\r\nb\r\n", "a\n\nb\n", "a\r\n\r\nb\r\n"},
                                         Form{"repeated", "end\r\nend\nx\n", "end\nend\ny\n", "end\r\nend\r\ny\n"}),
                         [](const auto& param) { return std::string(param.param.name); });

}  // namespace
}  // namespace gs::agent::session
