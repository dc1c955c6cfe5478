"""What does a lead type about rules?"""
