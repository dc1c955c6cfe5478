"""The shell that knows every room."""
