// The module imm_gen goes here.
