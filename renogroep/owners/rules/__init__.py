"""What does the owners room decide? Pure rules: plain values in, plain values out."""
