"""The ledger names what no test provokes, and only when everything was asked."""

import ast
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.support.ledger import TESTS, TOP, asks_everything, codes, unprovoked, words_in_code


@pytest.mark.parametrize(
    ("known", "seen", "missing"),
    [
        ((), (), []),
        (("order.full",), ("order.full",), []),
        (("order.full", "case.closed"), ("order.full",), ["case.closed"]),
        (("b.b", "a.a", "b.b"), (), ["a.a", "b.b"]),
        (("order.full",), ("order.full", "word.of_another_time"), []),
    ],
)
def test_a_word_that_was_never_seen_is_named(known, seen, missing):
    assert unprovoked(known, seen) == missing


def test_codes_are_read_from_the_source():
    tree = ast.parse(
        'raise Refused("a.b", "x")\nreturn_ = errors.Refused("c.d", "y", n=1)\nf("e.f")'
    )
    assert list(codes(tree)) == ["a.b", "c.d"]


@pytest.mark.parametrize("source", ["Refused(code, 'x')", "Refused(f'a.{b}', 'x')", "Refused()"])
def test_a_code_that_cannot_be_counted_is_an_error(source):
    with pytest.raises(ValueError, match="literal"):
        list(codes(ast.parse(source)))


def test_the_code_itself_has_words_of_both_kinds():
    assert {"case.closed", "case.opened"} <= words_in_code()


@pytest.mark.parametrize(
    ("args", "options", "everything"),
    [
        (["tests"], {}, True),
        (["tests/"], {}, True),
        ([str(TOP)], {}, True),
        ([str(TESTS)], {}, True),
        (["tests/unit"], {}, False),
        (["tests"], {"keyword": "order"}, False),
        (["tests"], {"markexpr": "not slow"}, False),
        (["tests"], {"deselect": ["tests/unit"]}, False),
        (["tests"], {"collectonly": True}, False),
    ],
)
def test_only_a_full_run_is_judged(args, options, everything):
    config = SimpleNamespace(
        args=args,
        invocation_params=SimpleNamespace(dir=Path(TOP)),
        getoption=lambda name, default: options.get(name, default),
    )
    assert asks_everything(config) is everything
