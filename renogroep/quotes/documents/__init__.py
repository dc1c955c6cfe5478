"""Which files does this room hand out and read back?"""
