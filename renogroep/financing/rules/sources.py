"""What is a source called, and at which address does the official page stand?"""

import re
from typing import NamedTuple

_LINK = re.compile(r"https?://[^\s\"'<>]+")
_ENDS = " ,;.:()"


class Source(NamedTuple):
    """A title that people read, and the address of its page; no address: it was not given one."""

    title: str
    link: str


def read_source(text: str) -> Source:
    """The first address in the text is the link, the rest the title.

    A source that is nothing but an address is called by it, without https.
    """
    found = _LINK.search(text)
    if found is None:
        return Source(text.strip(), "")
    link = found.group().rstrip(_ENDS)
    title = " ".join(text.replace(link, " ", 1).split()).strip(_ENDS)
    return Source(title or link.partition("://")[2].removeprefix("www."), link)
