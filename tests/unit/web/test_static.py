"""Does every static file that is worth it have a compressed copy that says the same?"""

import gzip

import pytest

from tests.support.static import STATIC, copy_of, worth_it


@pytest.mark.parametrize("path", worth_it(), ids=lambda path: path.name)
def test_the_copy_says_the_same_in_fewer_bytes(path):
    packed = copy_of(path).read_bytes()
    assert gzip.decompress(packed) == path.read_bytes(), "run make static"
    assert len(packed) < path.stat().st_size


def test_no_copy_has_lost_its_file():
    assert set(STATIC.rglob("*.gz")) == {copy_of(path) for path in worth_it()}
