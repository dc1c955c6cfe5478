"""What do pages of more than one room show?"""
