"""What do the pages of the rules show, in plain values?"""
