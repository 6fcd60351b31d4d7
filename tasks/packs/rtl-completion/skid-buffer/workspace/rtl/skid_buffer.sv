// The module skid_buffer goes here: instruction.md has its ports and what they do.
