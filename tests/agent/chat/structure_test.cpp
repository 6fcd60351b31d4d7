#include "agent/chat/structure.hpp"

#include <gtest/gtest.h>

#include "base/text.hpp"

namespace gs::agent::chat {
namespace {

constexpr const char* kGood = R"({"modules": [
  {"name": "top", "purpose": "adds", "ports": [
     {"name": "a", "direction": "input", "width": "8"}, {"name": "q", "direction": "output", "width": 8}],
   "signals": [{"name": "n", "width": "[7:0]"}],
   "instances": [
     {"name": "u_inv", "module": "inv", "parameters": {"W": "8"}, "connections": {"x": "a", "y": "n"}},
     {"name": "u_buf", "module": "inv", "connections": [{"port": "x", "signal": "n"}, {"port": "y", "signal": "q"}]}]},
  {"name": "inv", "parameters": [{"name": "W", "value": 8}], "ports": [
     {"name": "x", "direction": "input", "width": "W"}, {"name": "y", "direction": "output", "width": "W"}]}]})";

StructureScope top_scope() {
  return {"top", {}};
}

Structure structure(const std::string& text) {
  auto read = read_structure(text);
  EXPECT_TRUE(read) << read.error().message();
  return read ? *std::move(read) : Structure{};
}

std::string errors(Structure s, const StructureScope& scope = top_scope()) {
  return join(align(s, scope).errors, "\n");
}

// The good structure with one text replaced.
std::string errors_with(const std::string& from, const std::string& to, const StructureScope& scope = top_scope()) {
  std::string text = kGood;
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return errors(structure(text.replace(at, from.size(), to)), scope);
}

TEST(ReadStructureTest, ReadsWhatModelsWrite) {
  const std::string dumped = dump_json(to_json(structure(kGood)));
  EXPECT_EQ(dump_json(to_json(structure("<think>hm {</think>Here:\n```json\n" + std::string(kGood) + "\n```\nDone."))),
            dumped);
  EXPECT_EQ(dump_json(to_json(structure("Here it is: " + std::string(kGood) + " I hope."))), dumped);
  EXPECT_EQ(dump_json(to_json(structure(dumped))), dumped);
  const Structure s = structure(kGood);
  ASSERT_EQ(s.modules.size(), 2u);
  EXPECT_EQ(s.modules[0].ports[1].width, "8");
  EXPECT_EQ(s.modules[0].signals[0].width, "8");
  EXPECT_EQ(s.modules[0].instances[1].connections.at("x"), "n");
  EXPECT_EQ(s.modules[1].parameters[0].second, "8");
}

TEST(ReadStructureTest, SaysWhatIsWrongWithItsForm) {
  const auto why = [](const char* text) { return read_structure(text).error().message(); };
  EXPECT_EQ(why("I would use two modules."), "the answer holds no JSON object with \"modules\"");
  EXPECT_EQ(why("{\"modules\": []}"), "\"modules\" must be a list of 1 to 64 modules");
  EXPECT_EQ(why("{\"modules\": [{\"ports\": []}]}"), "modules[0]: \"name\" is missing");
  EXPECT_EQ(why("{\"modules\": [3]}"), "modules[0] must be an object");
  EXPECT_EQ(why("{\"modules\": [{\"name\": \"a\", \"ports\": [{\"name\": \"b\", \"direction\": \"in\"}]}]}"),
            "module a: ports[0]: \"direction\" must be input, output or inout");
  EXPECT_EQ(why("{\"modules\": [{\"name\": \"a\", \"ports\": \"b\"}]}"), "module a: \"ports\" must be a list");
  EXPECT_NE(why("```json\n{\"modules\": [}\n```").find("the structure"), std::string::npos);
}

TEST(PlainWidthTest, CountsWhatIsNumbers) {
  EXPECT_EQ(plain_width(""), "1");
  EXPECT_EQ(plain_width("[7:0]"), "8");
  EXPECT_EQ(plain_width("[0:3]"), "4");
  EXPECT_EQ(plain_width("[W-1:0]"), "[W-1:0]");
  EXPECT_EQ(plain_width("[99999999999:0]"), "[99999999999:0]");
  EXPECT_EQ(plain_width("[3:0][7:0]"), "[3:0][7:0]");
  EXPECT_EQ(plain_width("8"), "8");
}

TEST(AlignTest, LetsAGoodStructurePass) {
  EXPECT_EQ(errors(structure(kGood)), "");
}

// Each rule with a structure that breaks it and nothing else.
TEST(AlignTest, NamesWhatBreaksARule) {
  EXPECT_EQ(errors_with("\"name\": \"top\"", "\"name\": \"main\""), "the top module top is missing");
  EXPECT_EQ(errors_with("\"name\": \"n\", \"width\"", "\"name\": \"reg\", \"width\"").substr(0, 60),
            "top: signal \"reg\": its name is no identifier\ntop: instance u");
  EXPECT_EQ(errors_with("\"module\": \"inv\", \"parameters\"", "\"module\": \"not_there\", \"parameters\""),
            "top: instance u_inv: there is no module not_there");
  EXPECT_EQ(errors_with("{\"x\": \"a\", \"y\": \"n\"}", "{\"x\": \"a\", \"z\": \"n\", \"y\": \"n\"}"),
            "top: instance u_inv: module inv has no port z");
  EXPECT_EQ(errors_with("{\"x\": \"a\", \"y\": \"n\"}", "{\"y\": \"n\"}"),
            "top: instance u_inv: input x is not connected");
  EXPECT_EQ(errors_with("{\"x\": \"a\", \"y\": \"n\"}", "{\"x\": \"a & b\", \"y\": \"n\"}"),
            "top: instance u_inv: port x is connected to b, which is neither a port nor a signal of top");
  EXPECT_EQ(errors_with("\"width\": \"[7:0]\"", "\"width\": \"4\""),
            "top: instance u_inv: port y has width 8, but n has width 4\n"
            "top: instance u_buf: port x has width 8, but n has width 4");
  EXPECT_EQ(errors_with("{\"x\": \"a\", \"y\": \"n\"}", "{\"x\": \"a\", \"y\": \"q\"}"),
            "top: q is driven by u_inv.y and by u_buf.y");
  EXPECT_EQ(errors_with("{\"x\": \"a\", \"y\": \"n\"}", "{\"x\": \"n\", \"y\": \"a\"}"),
            "top: instance u_inv: output y drives a, an input of top");
  EXPECT_EQ(errors_with("{\"W\": \"8\"}", "{\"V\": \"8\"}"), "top: instance u_inv: module inv has no parameter V");
  EXPECT_EQ(errors_with("\"name\": \"u_buf\"", "\"name\": \"u_inv\""), "top: instance u_inv is there twice");
  EXPECT_EQ(errors_with("\"name\": \"n\", \"width\": \"[7:0]\"", "\"name\": \"a\", \"width\": \"8\"").substr(0, 35),
            "top: signal a is declared twice\ntop");
  EXPECT_EQ(errors_with("{\"name\": \"inv\", \"parameters\"",
                        "{\"name\": \"inv\", \"instances\": [{\"name\": \"u\", \"module\": \"top\", \"connections\": "
                        "{\"a\": \"x\"}}], \"parameters\""),
            "instances go in a circle: top -> inv -> top");
}

TEST(AlignTest, TakesTheGivenInterfaceForTheTop) {
  StructureScope scope = top_scope();
  scope.given = rtl::read_module_headers(
      "module top(input clk, input [7:0] a, output [7:0] q);\nendmodule\nmodule cell(input i, output o); endmodule");
  Structure s = structure(kGood);
  const StructureReport report = align(s, scope);
  EXPECT_EQ(join(report.errors, "\n"), "");
  EXPECT_EQ(join(report.aligned, "\n"), "top: port clk added");
  ASSERT_EQ(s.modules[0].ports.size(), 3u);
  EXPECT_EQ(s.modules[0].ports[0].name, "clk");

  scope.given = rtl::read_module_headers("module top(input [7:0] a, output [3:0] q);\nendmodule\n");
  Structure narrow = structure(kGood);
  EXPECT_EQ(join(align(narrow, scope).aligned, "\n"), "top: port q has width 4");

  scope.given = rtl::read_module_headers("module top(output [7:0] q);\nendmodule\n");
  EXPECT_EQ(errors(structure(kGood), scope).substr(0, 47), "top: port a is not part of the given interface\n");
}

TEST(AlignTest, KnowsGivenModules) {
  StructureScope scope = top_scope();
  scope.given = rtl::read_module_headers("module cell(input i, output o); endmodule");
  EXPECT_EQ(errors_with("\"module\": \"inv\", \"parameters\": {\"W\": \"8\"}, \"connections\": {\"x\": \"a\", \"y\": \"n\"}",
                        "\"module\": \"cell\", \"connections\": {\"i\": \"a[0]\", \"o\": \"n[0]\"}", scope),
            "");
  EXPECT_EQ(errors_with("\"module\": \"inv\", \"parameters\": {\"W\": \"8\"}, \"connections\": {\"x\": \"a\", \"y\": \"n\"}",
                        "\"module\": \"cell\", \"connections\": {\"o\": \"n[0]\"}", scope),
            "top: instance u_inv: input i is not connected");
}

TEST(AlignTest, BoundsWhatItSays) {
  std::string text = "{\"modules\": [{\"name\": \"top\", \"instances\": [";
  for (int i = 0; i < 40; ++i)
    text += (i == 0 ? "" : ",") + std::string("{\"name\": \"u") + std::to_string(i) + "\", \"module\": \"no\"}";
  Structure s = structure(text + "]}]}");
  const StructureReport report = align(s, top_scope());
  ASSERT_EQ(report.errors.size(), 13u);
  EXPECT_EQ(report.errors.back(), "and 28 more");
}

TEST(DifferencesTest, ComparesCodeWithTheStructure) {
  const Structure s = structure(kGood);
  const std::string top = "module top(input [7:0] a, output [7:0] q);\nendmodule\n";
  const std::string inv = "module inv #(parameter W = 8)(input [W-1:0] x, output [W-1:0] y);\nendmodule\n";
  const auto told = [&](const std::string& code) { return join(differences(s, {{"a.v", code}}), "\n"); };
  EXPECT_EQ(told(top + inv), "");
  EXPECT_EQ(told(top), "module inv is missing");
  EXPECT_EQ(told(top + "module inv(input x, input y); endmodule"), "module inv: port y is input, not output");
  EXPECT_EQ(told(top + "module inv(input x, output z); endmodule"),
            "module inv: port y is missing\nmodule inv: port z is not in the structure");
}

}  // namespace
}  // namespace gs::agent::chat
