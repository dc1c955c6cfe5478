"""What does the neighbourhoods room decide? Pure rules: plain values in, plain values out."""
