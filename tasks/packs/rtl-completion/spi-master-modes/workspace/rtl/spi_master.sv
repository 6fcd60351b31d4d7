// The module spi_master goes here: instruction.md has its ports and what they do.
