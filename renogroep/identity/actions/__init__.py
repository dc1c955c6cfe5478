"""What may be done with people, keys and notices?"""
