"""What stands on the pages that need two rooms?"""
