"""What do the pages of a package show, in plain values?"""
