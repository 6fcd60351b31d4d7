// The module isqrt32 goes here.
