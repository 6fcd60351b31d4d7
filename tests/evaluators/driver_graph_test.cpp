#include "evaluators/rtl/driver_graph.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace gs::rtl {
namespace {

// What Verilator 5.006 writes, shortened: module m(input clk, input en, input [3:0] d, output [3:0] q, output [3:0] y)
// with two statements of q under `if (en)`, and top t with an instance of it in a generate loop.
constexpr std::string_view kXml = R"(<?xml version="1.0" ?>
<verilator_xml>
<files><file id="c" filename="../in/ws/rtl/m.sv"/><file id="t" filename="../in/t.sv"/></files>
<netlist>
<module loc="t,1,8,1,9" name="t" origName="t" topModule="1">
  <var loc="t,1,1,1,2" name="clk" dtype_id="1" dir="input" vartype="logic" origName="clk"/>
  <var loc="t,2,1,2,2" name="en" dtype_id="1" dir="input" vartype="logic" origName="en"/>
  <var loc="t,3,1,3,2" name="bus" dtype_id="3" vartype="logic" origName="bus"/>
  <begin loc="t,4,1,4,2" name="g[0]">
    <instance loc="t,4,1,4,2" name="u" defName="m" origName="u">
      <port loc="t,4,3,4,4" name="clk" direction="in" portIndex="1"><varref loc="t,4,3,4,4" name="clk" dtype_id="1"/></port>
      <port loc="t,4,3,4,4" name="en" direction="in" portIndex="2"><varref loc="t,4,3,4,4" name="en" dtype_id="1"/></port>
      <port loc="t,5,3,5,4" name="q" direction="out" portIndex="4">
        <sel loc="t,5,3,5,4" dtype_id="2"><varref loc="t,5,3,5,4" name="bus" dtype_id="3"/>
          <const loc="t,5,3,5,4" name="3&apos;h4" dtype_id="2"/><const loc="t,5,3,5,4" name="32&apos;h4" dtype_id="2"/></sel>
      </port>
    </instance>
  </begin>
</module>
<module loc="c,1,8,1,9" name="m" origName="m">
  <var loc="c,1,1,1,2" name="clk" dtype_id="1" dir="input" vartype="logic" origName="clk"/>
  <var loc="c,1,1,1,2" name="en" dtype_id="1" dir="input" vartype="logic" origName="en"/>
  <var loc="c,1,1,1,2" name="d" dtype_id="2" dir="input" vartype="logic" origName="d"/>
  <var loc="c,1,1,1,2" name="q" dtype_id="2" dir="output" vartype="logic" origName="q"/>
  <always loc="c,3,1,3,2">
    <sentree loc="c,3,1,3,2"><senitem loc="c,3,1,3,2" edgeType="POS"><varref loc="c,3,1,3,2" name="clk" dtype_id="1"/></senitem></sentree>
    <if loc="c,4,1,4,2"><varref loc="c,4,1,4,2" name="en" dtype_id="1"/>
      <begin><assigndly loc="c,5,1,5,2" dtype_id="2"><varref loc="c,5,1,5,2" name="d" dtype_id="2"/><varref loc="c,5,1,5,2" name="q" dtype_id="2"/></assigndly></begin>
      <begin><assigndly loc="c,6,1,6,2" dtype_id="2"><not loc="c,6,1,6,2" dtype_id="2"><varref loc="c,6,1,6,2" name="q" dtype_id="2"/></not><varref loc="c,6,1,6,2" name="q" dtype_id="2"/></assigndly></begin>
    </if>
  </always>
</module>
<typetable loc="a,0,0,0,0">
  <basicdtype loc="c,1,1,1,2" id="1" name="logic"/>
  <basicdtype loc="c,1,1,1,2" id="2" name="logic" left="3" right="0"/>
  <basicdtype loc="c,1,1,1,2" id="3" name="logic" left="7" right="0"/>
</typetable>
</netlist></verilator_xml>)";

ValueOf from(std::map<std::string, std::string> values) {
  return [values = std::move(values)](std::string_view name) -> std::optional<std::string> {
    const auto found = values.find(std::string(name));
    if (found == values.end()) return std::nullopt;
    return found->second;
  };
}

TEST(DriverGraphTest, FindsTheStatementsOfARegisterInItsInstance) {
  const auto graph = DriverGraph::parse(kXml);
  ASSERT_TRUE(graph);
  const auto drivers = graph->drivers({"t.g[0].u.q"});
  ASSERT_EQ(drivers.size(), 2u);
  EXPECT_EQ(drivers[0].kind, DriverKind::register_);
  EXPECT_EQ(drivers[0].file, "rtl/m.sv");
  EXPECT_EQ(drivers[0].line, 5);
  EXPECT_EQ(drivers[0].data, (std::vector<SignalRef>{{"t.g[0].u.d"}}));
  EXPECT_EQ(drivers[0].conditions, (std::vector<SignalRef>{{"t.g[0].u.en"}}));
  ASSERT_TRUE(drivers[0].clock);
  EXPECT_EQ(drivers[0].clock->name, "t.g[0].u.clk");
  EXPECT_EQ(drivers[0].taken, Taken::unknown);
}

TEST(DriverGraphTest, TellsByTheValuesWhichStatementIsTaken) {
  const auto graph = DriverGraph::parse(kXml);
  ASSERT_TRUE(graph);
  const auto on = graph->drivers({"t.g[0].u.q"}, from({{"t.g[0].u.en", "1"}}));
  EXPECT_EQ(on[0].taken, Taken::yes);
  EXPECT_EQ(on[1].taken, Taken::no);
  const auto off = graph->drivers({"t.g[0].u.q"}, from({{"t.g[0].u.en", "0"}}));
  EXPECT_EQ(off[0].taken, Taken::no);
  EXPECT_EQ(off[1].taken, Taken::yes);
  const auto unknown = graph->drivers({"t.g[0].u.q"}, from({{"t.g[0].u.en", "x"}}));
  EXPECT_EQ(unknown[0].taken, Taken::unknown);
  EXPECT_EQ(unknown[1].taken, Taken::unknown);
}

TEST(DriverGraphTest, FollowsPortsBothWays) {
  const auto graph = DriverGraph::parse(kXml);
  ASSERT_TRUE(graph);
  const auto up = graph->drivers({"t.g[0].u.en"});
  ASSERT_EQ(up.size(), 1u);
  EXPECT_EQ(up[0].kind, DriverKind::port);
  EXPECT_EQ(up[0].data, (std::vector<SignalRef>{{"t.en"}}));
  EXPECT_EQ(graph->drivers({"t.en"}).front().kind, DriverKind::input);
  const auto down = graph->drivers({"t.bus", 6, 2});
  ASSERT_EQ(down.size(), 1u);
  EXPECT_EQ(down[0].data, (std::vector<SignalRef>{{"t.g[0].u.q", 2, 2}}));
}

TEST(DriverGraphTest, LeavesOutDriversOfOtherBits) {
  const auto graph = DriverGraph::parse(kXml);
  ASSERT_TRUE(graph);
  EXPECT_TRUE(graph->drivers({"t.bus", 0, 4}).empty());
  EXPECT_EQ(graph->drivers({"t.bus", 0, 5}).size(), 1u);
}

TEST(DriverGraphTest, KnowsInstancesPortsAndWidths) {
  const auto graph = DriverGraph::parse(kXml);
  ASSERT_TRUE(graph);
  EXPECT_EQ(graph->instances_of("m"), (std::vector<std::string>{"t.g[0].u"}));
  EXPECT_EQ(graph->width("t.g[0].u.q"), 4);
  EXPECT_EQ(graph->instance_of("t.g[0].u.q"), "t.g[0].u");
  EXPECT_EQ(graph->ports("t.g[0].u").size(), 4u);
  EXPECT_FALSE(graph->has("t.g[0].u.absent"));
  EXPECT_TRUE(graph->drivers({"t.g[1].u.q"}).empty());
}

// Known-bad twins.
TEST(DriverGraphTest, RefusesWhatIsNoNetlist) {
  EXPECT_FALSE(DriverGraph::parse(""));
  EXPECT_FALSE(DriverGraph::parse("no xml"));
  EXPECT_FALSE(DriverGraph::parse("<verilator_xml><netlist/></verilator_xml>"));
  EXPECT_FALSE(DriverGraph::parse(kXml.substr(0, kXml.size() / 2)));
  std::string deep, end;
  for (int i = 0; i < 100'000; ++i) {
    deep += "<not>";
    end += "</not>";
  }
  EXPECT_FALSE(DriverGraph::parse("<verilator_xml><netlist>" + deep + end + "</netlist></verilator_xml>"));
}

TEST(DriverGraphTest, EndsOnModulesThatContainEachOther) {
  const auto graph = DriverGraph::parse(R"(<verilator_xml><netlist>
    <module name="a" topModule="1"><instance name="u" defName="b"/></module>
    <module name="b"><instance name="u" defName="a"/></module></netlist></verilator_xml>)");
  ASSERT_TRUE(graph);
  EXPECT_FALSE(graph->instances_of("b").empty());
}

}  // namespace
}  // namespace gs::rtl
