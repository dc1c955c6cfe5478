"""What stands on the pages of this room?"""
