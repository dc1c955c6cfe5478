"""What carries out the Containerfile knows every word in it, and refuses the others."""

import os

import pytest

from tests.support import image_check
from tests.support.image_check import FILE, Image


@pytest.fixture
def image(tmp_path):
    return Image(tmp_path, {})


def test_a_word_that_nobody_knows_is_refused(image):
    with pytest.raises(ValueError, match="ADD"):
        image.line("ADD", "a b")


def test_what_stands_before_the_first_command_counts_for_it(image):
    image.line("ENV", "A=/a:$PATH    B=2")
    image.line("WORKDIR", "/srv/here")
    image.line("USER", "10001")
    image.line("CMD", '["serve", "-x"]')
    image.line("COPY", "setup.cfg README.md ./")
    words = image.inside(image.cmd, {"C": "3"})
    assert words[:2] == ["chroot", "--userspec=10001"]
    assert {f"A=/a:{image_check.PATH}", "B=2", "C=3"} <= set(words)
    assert words[-2:] == ["serve", "-x"]
    assert sorted(os.listdir(image.root / "srv/here")) == ["README.md", "setup.cfg"]


def test_every_word_of_our_own_file_is_known():
    words = {line.split()[0] for line in FILE.read_text("utf-8").splitlines() if line[:1].isupper()}
    known = {"RUN", "COPY", "ENV", "WORKDIR", "USER", "SHELL", "CMD"}
    assert words - known - image_check.SAYS_NOTHING_TO_DO == set()


def test_without_root_it_says_what_it_needs(monkeypatch, capsys):
    monkeypatch.setattr(image_check.os, "geteuid", lambda: 1000)
    assert image_check.main() == 1
    assert "Needs root" in capsys.readouterr().err
