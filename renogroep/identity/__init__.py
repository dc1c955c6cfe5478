"""Who is who: people, organisations, roles, sign-in, signed links, consent and mandates."""
