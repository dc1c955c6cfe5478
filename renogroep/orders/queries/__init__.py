"""What is ordered, at which price, and who may see it?"""
