/// Orphans: what bubblewrap leaves when it is killed, with the program that called it, while it makes a box.
#pragma once

#include <filesystem>

namespace gs::sandbox {

/// A box's first process waits for bubblewrap to write its user map before it asks to die with it (bubblewrap 0.8.0);
/// when bubblewrap is killed in between, it waits for ever. This kills such processes of `bwrap`, whoever called it:
/// first processes of their process namespace whose parent is no bubblewrap any more.
void end_orphans(const std::filesystem::path& bwrap);

}  // namespace gs::sandbox
