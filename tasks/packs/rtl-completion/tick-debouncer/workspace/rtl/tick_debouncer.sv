// The module tick_debouncer goes here: instruction.md has its ports and what they do.
