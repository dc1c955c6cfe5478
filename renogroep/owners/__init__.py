"""Who decides about a home, and which support fits? Owners, can/will, routes and cases."""
