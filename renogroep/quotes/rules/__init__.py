"""Pure decisions about prices, quotes and who is chosen."""
