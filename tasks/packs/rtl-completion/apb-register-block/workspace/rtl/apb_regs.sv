// The module apb_regs goes here: instruction.md has its ports and what they do.
