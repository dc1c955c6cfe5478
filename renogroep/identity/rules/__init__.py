"""Pure decisions about people and organisations."""
