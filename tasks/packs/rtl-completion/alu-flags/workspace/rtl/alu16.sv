// The module alu16 goes here.
