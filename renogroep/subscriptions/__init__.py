"""Who is interested, and does the home fit? Interest, screening and thresholds."""
