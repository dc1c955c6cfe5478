"""What do the pages of groups and requests show, in plain values?"""
