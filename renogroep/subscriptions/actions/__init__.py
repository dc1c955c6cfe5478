"""What changes in interests: coming in, screening, thresholds, stopping."""
