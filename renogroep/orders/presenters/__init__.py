"""What do the pages about orders show, worked out for their templates?"""
