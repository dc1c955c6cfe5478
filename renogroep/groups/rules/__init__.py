"""What does the groups room decide? Pure rules: plain values in, plain values out."""
