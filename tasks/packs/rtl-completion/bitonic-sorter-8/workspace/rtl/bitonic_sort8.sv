// bitonic_sort8: to be written after the specification.
