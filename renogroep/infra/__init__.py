"""The machinery that every room uses: database, audit, access, outbox, jobs, files, languages."""
