#include "evaluators/rtl/design_index.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/error_line.hpp"

namespace gs::rtl {
namespace {

using gs::test::error_line;
using Names = std::vector<std::string>;

const tasks::FileSet& tree() {
  static const tasks::FileSet files = {
      {"rtl/a_top.sv", "`include \"defs.svh\"\nmodule top import z_pkg::*; (); leaf u (); endmodule\n"},
      {"rtl/leaf.sv", "module leaf; endmodule // old_leaf\n"},
      {"rtl/z_pkg.sv", "package z_pkg; endpackage\n"},
      {"inc/defs.svh", "`define W 4\n"},
      {"rtl/unused.sv", "module unused; endmodule\n"},
      {"old/leaf.sv", "module leaf; endmodule\n"},
      {"tb/tb.sv", "module tb; top dut (); model m (); endmodule\n"},
      {"tb/model.sv", "module model; endmodule\n"},
  };
  return files;
}

TEST(DesignIndexTest, OrdersWhatIsUsedBeforeItsUsersAndLeavesTheRestOut) {
  const DesignIndex index(tree(), {});
  const auto design = index.design_of("top");
  ASSERT_TRUE(design) << error_line(design);
  EXPECT_EQ(design->sources, (Names{"rtl/z_pkg.sv", "rtl/leaf.sv", "rtl/a_top.sv"}));
  EXPECT_EQ(design->included, Names{"inc/defs.svh"});
  EXPECT_EQ(design->include_dirs, Names{"inc"});
  EXPECT_TRUE(index.declares_package("rtl/z_pkg.sv"));
}

TEST(DesignIndexTest, FollowsATestbenchToItsHelpers) {
  const DesignIndex index(tree(), {});
  const auto bench = index.closure_of({"tb/tb.sv"});
  ASSERT_TRUE(bench) << error_line(bench);
  EXPECT_EQ(bench->sources.back(), "tb/tb.sv");
  EXPECT_NE(std::find(bench->sources.begin(), bench->sources.end(), "tb/model.sv"), bench->sources.end());
  const auto top = index.top_of({"tb/tb.sv", "tb/model.sv"});
  ASSERT_TRUE(top) << error_line(top);
  EXPECT_EQ(*top, "tb");
}

TEST(DesignIndexTest, AsksWhereTwoFilesDeclareTheSame) {
  const DesignIndex index({{"a/leaf.sv", "module leaf; endmodule"},
                           {"b/leaf.sv", "module leaf; endmodule"},
                           {"top.sv", "module top; leaf u(); endmodule"}},
                          {});
  const std::string error = error_line(index.design_of("top"));
  EXPECT_NE(error.find("a/leaf.sv and in b/leaf.sv"), std::string::npos) << error;
}

TEST(DesignIndexTest, NamesTheNearestWhenTheTopIsNotThere) {
  const DesignIndex index(tree(), {});
  EXPECT_NE(error_line(index.design_of("lead")).find("did you mean leaf?"), std::string::npos);
}

TEST(DesignIndexTest, TakesAnInterfaceVariableForNoDeclaration) {
  const tasks::FileSet files = {{"t.sv", "interface bus; endinterface module t; virtual interface bus b; endmodule"},
                                {"u.sv", "module u(bus b); endmodule"}};
  const DesignIndex index(files, {});
  const auto design = index.design_of("u");
  ASSERT_TRUE(design) << error_line(design);
  EXPECT_EQ(design->sources, (Names{"t.sv", "u.sv"}));
}

TEST(DesignIndexTest, SurvivesCirclesAndNonsense) {
  const tasks::FileSet files = {{"a.sv", "module a; b u(); endmodule `include"},
                                {"b.sv", "`include \"b.sv\"\nmodule b; a u(); endmodule module"}};
  const DesignIndex index(files, {});
  EXPECT_TRUE(index.design_of("a").ok());
}

}  // namespace
}  // namespace gs::rtl
