"""What do pages about people and accounts show, as plain values?"""
