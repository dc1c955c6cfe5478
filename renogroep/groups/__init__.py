"""Who renovates together? Bundles of homes, scaffold runs and frozen quantities."""
