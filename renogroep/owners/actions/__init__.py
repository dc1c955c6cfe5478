"""What changes in cases, homes, answers, routes and tasks?"""
