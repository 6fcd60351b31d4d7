// The module sat_counter goes here: instruction.md has its ports and what they do.
