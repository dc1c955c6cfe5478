"""What others send us as files: what it is, what we make of it, and where it stands."""
