// The module max_of_four goes here.
