"""What do the pages of this room ask?"""
