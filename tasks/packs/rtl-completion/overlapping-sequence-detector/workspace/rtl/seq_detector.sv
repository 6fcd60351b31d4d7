// The module seq_detector goes here: instruction.md has its ports and what they do.
