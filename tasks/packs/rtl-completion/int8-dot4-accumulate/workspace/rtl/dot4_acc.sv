// dot4_acc: to be written after the specification.
