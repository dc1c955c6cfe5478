"""Does everything that waits for a channel leave, one message at a time?

The line is opened before a message is claimed: a server that is away costs no message a try.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager

from flask import current_app

from renogroep.infra import channel_state, outbox
from renogroep.infra.outbox import Parcel, Refusal

Send = Callable[[Parcel], None]
Open = Callable[[], AbstractContextManager[Send]]


class Down(Exception):
    """The channel carries nothing for anybody now; the words say why."""


class NotTaken(Exception):
    """This one message was not taken. ``final``: it never will be."""

    def __init__(self, error: str, *, final: bool) -> None:
        super().__init__(error)
        self.final = final


def deliver_waiting(channel: str, line: Open, refused: Refusal) -> int:
    """Send what is due; gives how many were taken.

    line     opens the channel and gives ``send``; raises Down, and ``send`` Down or NotTaken
    refused  called with the session and the row when somebody must be reached in another way
    """
    outbox.expire(channel)
    sent = 0
    while outbox.is_due(channel) and channel_state.may_go(channel):
        try:
            with line() as send:
                sent += _next(channel, send, refused)
        except Down as down:
            current_app.logger.warning("%s is away: %s", channel, first_word(str(down)))
            channel_state.went_down(channel, str(down))
        else:
            channel_state.came_up(channel)
    return sent


def _next(channel: str, send: Send, refused: Refusal) -> int:
    """One message. Whatever is wrong with it (an odd address, a server that says no) stays its own."""
    parcel = outbox.claim(channel)
    if parcel is None:
        return 0
    try:
        send(parcel)
    except Down:
        outbox.give_back(parcel)
        raise
    except NotTaken as problem:
        error = str(problem)
        current_app.logger.warning("%s %s was not taken: %s", channel, parcel.id, first_word(error))
        if problem.final:
            outbox.was_refused(parcel, error, refused)
        else:
            outbox.was_not_taken(parcel, error)
        return 0
    outbox.was_sent(parcel)
    return 1


def first_word(error: str) -> str:
    """What a log may know: the rest are words of a server, which repeats addresses."""
    return error.partition(" ")[0]
