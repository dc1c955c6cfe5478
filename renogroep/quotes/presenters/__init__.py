"""What does each page of quotes show? Plain values, made from rows."""
