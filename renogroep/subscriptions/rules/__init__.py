"""What does the subscriptions room decide? Pure rules: plain values in, plain values out."""
