// The module onehot_checker goes here.
