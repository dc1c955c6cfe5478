"""What does a renovation cost this household, and by which dated rule?"""
