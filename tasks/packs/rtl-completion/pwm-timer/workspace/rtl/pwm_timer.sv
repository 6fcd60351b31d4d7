// The module pwm_timer goes here: instruction.md has its ports and what they do.
