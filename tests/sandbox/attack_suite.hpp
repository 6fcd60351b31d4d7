/// What the tests of the attack suite share: made once in main, after becoming the mode's user.
#pragma once

#include <gtest/gtest.h>

#include <vector>

#include "attack_arena.hpp"

namespace gs::attacks {

/// The attacks as they were read, or why not; read on the first call.
const Result<ArenaFiles>& arena_files();

/// Null until main has opened it.
Arena* arena();

/// A test that needs the arena.
class AttackTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_NE(arena(), nullptr); }
};

}  // namespace gs::attacks
