"""What is known of requests and quotes, for whom, and from when on?"""
