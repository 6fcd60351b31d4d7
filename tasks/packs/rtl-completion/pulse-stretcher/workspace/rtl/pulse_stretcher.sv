// The module pulse_stretcher goes here: instruction.md has its ports and what they do.
