"""Pure decisions that read more than one room."""
