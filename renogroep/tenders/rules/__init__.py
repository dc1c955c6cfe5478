"""What does the tenders room decide? Pure rules: plain values in, plain values out."""
