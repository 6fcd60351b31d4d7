// The module popcount32 goes here.
