"""What do the pages with figures show, in plain values?"""
