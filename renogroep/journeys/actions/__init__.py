"""What happens to a household, a home, a lot or a package as a whole: each in one transaction."""
