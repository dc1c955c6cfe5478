"""What changes in groups and requests?"""
