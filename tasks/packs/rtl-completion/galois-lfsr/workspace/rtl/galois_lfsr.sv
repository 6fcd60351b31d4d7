// The module galois_lfsr goes here: instruction.md has its ports and what they do.
