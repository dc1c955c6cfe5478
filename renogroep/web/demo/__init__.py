"""A municipality that does not exist, with everything running, made through the actions."""
