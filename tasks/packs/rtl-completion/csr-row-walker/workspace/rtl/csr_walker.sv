// csr_walker: to be written after the specification.
