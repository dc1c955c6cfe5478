"""The money of a household, decided without database, clock or network."""
