"""What needs two rooms: where a household stands, what comes next, closing and stopping."""
