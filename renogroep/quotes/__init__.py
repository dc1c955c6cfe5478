"""What contractors offer: price sheets, sealing, opening, checks, scores, award or choice."""
