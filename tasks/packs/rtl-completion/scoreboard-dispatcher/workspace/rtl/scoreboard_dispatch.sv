// scoreboard_dispatch: to be written after the specification.
