"""What every room may lean on: money, quantities, time, refusals. Standard library only."""
