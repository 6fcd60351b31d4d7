// requant_even: to be written after the specification.
