"""How is a figure counted?"""
