"""What does the municipality publish? Packages, lots, bills of quantities and criteria."""
