"""What must a process know from more than one room?"""
