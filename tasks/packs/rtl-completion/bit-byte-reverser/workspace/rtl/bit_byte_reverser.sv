// The module bit_byte_reverser goes here.
