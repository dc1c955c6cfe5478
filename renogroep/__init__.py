"""Renogroep: a neighbourhood renovates together."""
