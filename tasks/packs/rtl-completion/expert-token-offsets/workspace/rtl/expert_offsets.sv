// expert_offsets: to be written after the specification.
