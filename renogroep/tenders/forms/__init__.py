"""What do the pages of a package ask?"""
