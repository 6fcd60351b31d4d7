// The module control_decoder goes here.
