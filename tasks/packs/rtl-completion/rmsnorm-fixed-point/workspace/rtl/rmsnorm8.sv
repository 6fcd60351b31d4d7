// rmsnorm8: to be written after the specification.
