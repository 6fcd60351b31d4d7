// booth_mac: to be written after the specification.
