"""What can be done with waves and orders?"""
