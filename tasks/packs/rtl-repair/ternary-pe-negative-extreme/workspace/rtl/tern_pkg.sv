// Two-bit ternary weights, sixteen of them in a 32-bit word.
package tern_pkg;

  typedef enum logic [1:0] {
    W_ZERO  = 2'b00,
    W_PLUS  = 2'b01,
    W_RSVD  = 2'b10,      // not produced by the packer, counts as zero
    W_MINUS = 2'b11
  } weight_t;

endpackage
