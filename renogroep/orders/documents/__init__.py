"""Which papers do orders make?"""
