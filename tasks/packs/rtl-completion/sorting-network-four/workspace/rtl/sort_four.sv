// The module sort_four goes here.
