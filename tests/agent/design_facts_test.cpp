#include "agent/search/design_facts.hpp"

#include <gtest/gtest.h>

namespace gs::agent::search {
namespace {

// Two levels: top.y = child.q; child: q <= d + 1 when en; and a line (9) that drives nothing observed.
constexpr std::string_view kXml = R"(<?xml version="1.0"?>
<verilator_xml>
 <files><file id="a" filename="rtl/top.sv"/><file id="b" filename="rtl/child.sv"/></files>
 <netlist>
  <module loc="a,1,8,1,11" name="top" origName="top" topModule="1">
   <var loc="a,2,1,2,2" name="d" dtype_id="2" dir="input"/>
   <var loc="a,3,1,3,2" name="y" dtype_id="2" dir="output"/>
   <var loc="a,4,1,4,2" name="other" dtype_id="1" dir="output"/>
   <instance loc="a,5,1,5,9" name="u" defName="child__W4">
    <port loc="a,6,1,6,2" name="d" direction="in"><varref loc="a,6,5,6,6" name="d"/></port>
    <port loc="a,7,1,7,2" name="q" direction="out"><varref loc="a,7,5,7,6" name="y"/></port>
   </instance>
   <contassign loc="a,9,1,9,2"><not loc="a,9,5,9,6"><varref loc="a,9,6,9,7" name="d"/></not><varref loc="a,9,1,9,2" name="other"/></contassign>
  </module>
  <module loc="b,1,8,1,13" name="child__W4" origName="child">
   <var loc="b,2,1,2,2" name="d" dtype_id="2" dir="input"/>
   <var loc="b,3,1,3,2" name="q" dtype_id="2" dir="output"/>
   <var loc="b,4,1,4,2" name="en" dtype_id="1"/>
   <var loc="b,4,1,4,2" name="mem" dtype_id="4"/>
   <always loc="b,5,1,5,2"><begin>
    <if loc="b,6,1,6,2"><varref loc="b,6,5,6,7" name="en"/><begin>
     <assigndly loc="b,7,1,7,2"><varref loc="b,7,9,7,10" name="d"/><varref loc="b,7,1,7,2" name="q"/></assigndly>
    </begin></if>
   </begin></always>
   <contassign loc="b,8,1,8,2"><varref loc="b,8,9,8,10" name="d"/><varref loc="b,8,1,8,2" name="en"/></contassign>
  </module>
  <typetable>
   <basicdtype id="1" name="logic"/>
   <basicdtype id="2" name="logic" left="3" right="0" signed="true"/>
   <unpackarraydtype id="4" sub_dtype_id="2"><range><const name="32'h0"/><const name="32'h7"/></range></unpackarraydtype>
  </typetable>
 </netlist>
</verilator_xml>)";

TEST(DesignFactsTest, ReadsWidthsSignsAndDirections) {
  const auto facts = read_design_facts(kXml, {});
  ASSERT_TRUE(facts.ok());
  const Variable* q = facts->find("child", "q");
  ASSERT_NE(q, nullptr);
  EXPECT_EQ(q->width, 4);
  EXPECT_TRUE(q->is_signed);
  EXPECT_TRUE(q->is_output);
  EXPECT_TRUE(facts->find("child", "mem")->is_array);
  EXPECT_EQ(facts->find("child", "mem")->width, 4);
  EXPECT_EQ(facts->find("child", "nothing"), nullptr);
  EXPECT_EQ(facts->top_outputs, (std::vector<std::string>{"y", "other"}));
}

TEST(DesignFactsTest, CountsAssignmentsBackFromTheWrongOutput) {
  const auto facts = read_design_facts(kXml, {"y"});
  ASSERT_TRUE(facts.ok());
  EXPECT_EQ(facts->distance_of("rtl/top.sv", 7), 0);    // the connection that drives y
  EXPECT_EQ(facts->distance_of("rtl/child.sv", 7), 1);  // q <= d
  EXPECT_EQ(facts->distance_of("rtl/child.sv", 6), 1);  // its condition
  EXPECT_EQ(facts->distance_of("rtl/child.sv", 8), 2);  // en = d
  EXPECT_EQ(facts->distance_of("rtl/top.sv", 9), kUnreached);
}

TEST(DesignFactsTest, LooksAtAllOutputsWhenNoneIsNamed) {
  const auto facts = read_design_facts(kXml, {"no_such_output"});
  ASSERT_TRUE(facts.ok());
  EXPECT_EQ(facts->distance_of("rtl/top.sv", 9), 0);
}

TEST(DesignFactsTest, RefusesWhatIsNoDump) {
  EXPECT_FALSE(read_design_facts("<verilator_xml><netlist>", {}).ok());
  EXPECT_FALSE(read_design_facts("<verilator_xml><netlist/></verilator_xml>", {}).ok());
}

}  // namespace
}  // namespace gs::agent::search
