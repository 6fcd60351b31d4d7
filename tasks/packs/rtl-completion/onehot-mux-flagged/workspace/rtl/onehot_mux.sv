// The module onehot_mux goes here.
