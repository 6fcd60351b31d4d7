// lead_predict: to be written after the specification.
