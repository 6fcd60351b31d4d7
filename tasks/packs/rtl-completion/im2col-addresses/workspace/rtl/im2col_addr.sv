// im2col_addr: to be written after the specification.
