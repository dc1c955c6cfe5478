"""Who looks whether there is work? Huey only says "look now"; the truth is in our tables."""

from typing import Any
from urllib.parse import urlsplit

from huey import Huey, SqliteHuey


def make_huey(url: str, *, immediate: bool = False) -> Huey:
    """A queue on the store that ``url`` names: sqlite, postgresql or redis.

    Losing the store loses nothing: a tick every minute looks at the tables anyway.
    """
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        queue: Any = SqliteHuey("renogroep", filename=url.removeprefix("sqlite:///"))
    elif scheme.startswith("postgresql"):
        from huey import PostgresHuey

        queue = PostgresHuey("renogroep", dsn=url.replace("postgresql+psycopg", "postgresql"))
    elif scheme in {"redis", "rediss"}:
        from huey import RedisHuey

        queue = RedisHuey("renogroep", url=url)
    else:
        raise ValueError(f"no job store for {scheme}")
    queue.immediate = immediate
    return queue
