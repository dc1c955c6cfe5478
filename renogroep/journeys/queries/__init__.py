"""What must be known of many lots at once to say what comes next?"""
