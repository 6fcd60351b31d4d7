// The module uart_tx goes here: instruction.md has its ports and what they do.
