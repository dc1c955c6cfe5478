"""Papers that need more than one room."""
