"""What may be done with quotes: asked, sealed, opened, checked, decided, chosen?"""
