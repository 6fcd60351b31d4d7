// gelu_pwl: to be written after the specification.
