// pingpong_ctrl: to be written after the specification.
