"""What did we reach? Figures that anybody can count again."""
