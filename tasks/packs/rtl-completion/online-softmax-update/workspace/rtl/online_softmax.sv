// online_softmax: to be written after the specification.
