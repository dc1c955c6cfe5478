"""Who looks whether there is work? Huey only says "look now"; the truth is in our tables.

Two queues, each with a process of its own: a mail server that does not answer keeps no date waiting.
"""

from typing import Any
from urllib.parse import urlsplit

from huey import Huey, SqliteHuey

TIME = "renogroep"  # what waits for a day or a minute
MAIL = "renogroep-mail"  # what leaves the house


def make_huey(url: str, *, name: str = TIME, immediate: bool = False) -> Huey:
    """A queue on the store that ``url`` names: sqlite, postgresql or redis.

    Losing the store loses nothing: a tick every minute looks at the tables anyway.
    """
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        queue: Any = SqliteHuey(name, filename=url.removeprefix("sqlite:///"))
    elif scheme.startswith("postgresql"):
        from huey import PostgresHuey

        queue = PostgresHuey(name, dsn=url.replace("postgresql+psycopg", "postgresql"))
    elif scheme in {"redis", "rediss"}:
        from huey import RedisHuey

        queue = RedisHuey(name, url=url)
    else:
        raise ValueError(f"no job store for {scheme}")
    queue.immediate = immediate
    return queue
