"""Which numbers and words can stand in the address of a page?

A key or a name that no row can have is a page that does not exist, before a database is asked:
PostgreSQL refuses a NUL in a text, and every database refuses a number that fits no column.
"""

from flask import Flask
from werkzeug.routing import IntegerConverter, UnicodeConverter, ValidationError

MAX_KEY = 2**31 - 1


class KeyConverter(IntegerConverter):
    """``<int:id>``: at most the largest key of a row."""

    def to_python(self, value: str) -> int:
        """Raises ValidationError, which werkzeug makes a 404."""
        if len(value) > len(str(MAX_KEY)) or int(value) > MAX_KEY:
            raise ValidationError
        return super().to_python(value)


class WordConverter(UnicodeConverter):
    """``<slug>``: no NUL."""

    def to_python(self, value: str) -> str:
        """Raises ValidationError, which werkzeug makes a 404."""
        if "\0" in value:
            raise ValidationError
        return super().to_python(value)


def register(app: Flask) -> None:
    """Before the rooms open their pages; ``<anything:token>`` is for a page that has its own answer."""
    words = {"default": WordConverter, "string": WordConverter, "anything": UnicodeConverter}
    app.url_map.converters = {**app.url_map.converters, "int": KeyConverter, **words}
