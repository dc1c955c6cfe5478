"""Where is it? Neighbourhoods, streets, addresses and the look of a neighbourhood."""
