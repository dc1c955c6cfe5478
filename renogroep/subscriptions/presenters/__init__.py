"""Plain values for the pages of this room."""
