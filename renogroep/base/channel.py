"""Through which channel did somebody say or do something?"""

from enum import StrEnum


class Channel(StrEnum):
    """How an act reached us; stored with what it changed."""

    ONLINE = "online"  # the person's own device
    PHONE = "phone"
    PAPER = "paper"
    DESK = "desk"  # said in person, typed by staff
    TICK = "tick"  # a date passed; nobody acted
    IMPORT = "import"


SPOKEN = frozenset({Channel.PHONE, Channel.DESK})  # who acts hears at once what came of it
