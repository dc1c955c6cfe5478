"""Pure decisions about orders: conditions, withdrawal, freeze."""
