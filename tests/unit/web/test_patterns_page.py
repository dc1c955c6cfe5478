"""What the page of patterns shows is what the code says now, and every file that it names is there."""

import re

import pytest

from tests.support.house import PACKAGE, TOP, source

PAGE = TOP / "docs" / "patterns.md"
SECTIONS = re.split(r"^## ", source(PAGE), flags=re.MULTILINE)[1:]
NAMED = re.compile(r"`([a-z_]+/[a-z_/]+\.(?:py|html))`")
BLOCK = re.compile(r"```\w+\n(.*?)```", re.DOTALL)


def place(name):
    return (TOP if name.startswith("tests/") else PACKAGE) / name


@pytest.mark.parametrize("section", SECTIONS, ids=lambda text: text.partition("\n")[0])
def test_excerpts_stand_in_the_files_that_are_named(section):
    files = [source(place(name)) for name in NAMED.findall(section)]
    lines = [line.strip() for block in BLOCK.findall(section) for line in block.splitlines()]
    known = {line.strip() for text in files for line in text.splitlines()} | {"", "..."}
    assert [line for line in lines if line not in known] == []
