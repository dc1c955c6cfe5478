"""Is what we keep of a photo upright, light, and without where it was taken?"""

from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from renogroep.base.errors import Refused
from renogroep.infra.files.checks import MAX_PDF, MIB, check_pdf
from renogroep.infra.files.pictures import (
    LONG_SIDE,
    MAX_BYTES,
    MOST_BYTES,
    MOST_SMALL,
    SMALL_SIDE,
    cleaned,
)
from tests.support import pictures
from tests.support.heic import SIDE, heic

GOOD = pictures.photo()


def refused(data, name="gevel.jpg"):
    with pytest.raises(Refused) as caught:
        cleaned(data, name=name)
    return caught.value


def opened(jpeg):
    image = Image.open(BytesIO(jpeg))
    image.load()
    return image


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_each_kind_becomes_the_same_kind(form):
    kept = cleaned(pictures.photo(form), name="naam zegt niets.txt")
    assert opened(kept.jpeg).format == opened(kept.small).format == "JPEG"
    assert (kept.width, kept.height) == opened(kept.jpeg).size == (800, 600)
    assert max(opened(kept.small).size) == SMALL_SIDE


def test_a_photo_on_its_side_stands_up_and_says_only_its_day():
    data = pictures.of_a_phone()
    assert b"Rozenstraat" in data
    assert b"Merk van" in data
    kept = cleaned(data, name="a.jpg")
    assert (kept.width, kept.height) == (600, 800)
    assert kept.taken_on == date(2026, 11, 2)
    for jpeg in (kept.jpeg, kept.small):
        assert dict(opened(jpeg).getexif()) == {}
        assert not {"exif", "comment", "icc_profile", "xmp"} & set(opened(jpeg).info)
        for word in (b"Rozenstraat", b"Merk van", b"2026", b"Exif"):
            assert word not in jpeg


@pytest.mark.parametrize("at", ["", "0000:00:00 00:00:00", "gisteren", "2026:13:45 10:00:00"])
def test_a_camera_that_does_not_know_the_day_has_none(at):
    assert cleaned(pictures.of_a_phone(at=at), name="a.jpg").taken_on is None


@pytest.mark.parametrize(
    ("side", "kept"),
    [(LONG_SIDE - 1, LONG_SIDE - 1), (LONG_SIDE + 1, LONG_SIDE), (4000, LONG_SIDE)],
)
def test_the_long_side_has_a_limit_and_nothing_is_blown_up(side, kept):
    picture = cleaned(pictures.photo(width=side, height=side // 2), name="a.jpg")
    assert picture.width == kept


def test_the_hardest_picture_is_light_too():
    """Noise packs worse than anything that a camera sees."""
    import random

    noise = Image.frombytes("RGB", (1800, 1200), random.Random(7).randbytes(1800 * 1200 * 3))
    kept = cleaned(pictures.saved(noise, "JPEG", quality=95), name="a.jpg")
    assert len(kept.jpeg) <= MOST_BYTES
    assert len(kept.small) <= MOST_SMALL
    assert opened(kept.jpeg).size == (kept.width, kept.height)


def test_what_is_see_through_lies_on_white():
    clear = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    assert opened(cleaned(pictures.saved(clear, "PNG"), name="a.png").jpeg).getpixel((9, 9)) == (
        255,
        255,
        255,
    )


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "I;16"])
def test_every_way_to_keep_colours_is_read(mode):
    form = "JPEG" if mode == "CMYK" else "PNG"
    assert cleaned(pictures.saved(Image.new(mode, (50, 30)), form), name="a").width == 50


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file.empty"),
        (b"<html><script>alert(1)</script></html>", "file.wrong_kind"),
        (b"GIF89a" + bytes(100), "file.wrong_kind"),
        (pictures.pdf(), "file.wrong_kind"),
        (GOOD[: len(GOOD) // 2], "file.damaged"),
        (pictures.photo("PNG")[:9000], "file.damaged"),
        (pictures.photo("WEBP")[:900], "file.damaged"),
        (heic()[:600], "file.damaged"),
        (b"\xff\xd8\xff\xe0" + bytes(400), "file.damaged"),
        (GOOD + bytes(MAX_BYTES - len(GOOD) + 1), "file.too_big"),
        (pictures.says_it_is(20_000, 20_000), "file.too_many_pixels"),
        (pictures.says_it_is(10_000, 5_001), "file.too_many_pixels"),
        (pictures.says_it_is(10_000, 5_000), "file.damaged"),  # not too many: it is tried
    ],
)
def test_what_is_no_good_photo_is_said_in_words(data, code):
    told = refused(data)
    assert told.code == code
    assert told.text.params["name"] == "gevel.jpg"


def test_a_page_that_also_looks_like_a_photo_is_kept_as_pixels_only():
    """What stood behind the pixels of a file that is two kinds at once is gone."""
    kept = cleaned(GOOD + b"<script>alert(1)</script>", name="a.jpg")
    assert b"script" not in kept.jpeg + kept.small


def test_a_photo_of_an_iphone_is_read():
    kept = cleaned(heic(), name="IMG_0001.HEIC")
    assert (kept.width, kept.height) == (SIDE, SIDE)
    red, green, blue = opened(kept.jpeg).getpixel((9, 9))
    assert red > 200 > 100 > green > blue


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file.empty"),
        (GOOD, "file.wrong_kind"),
        (pictures.pdf(bytes(MAX_PDF)), "file.too_big"),
        (pictures.pdf(b"<< /Encrypt 5 0 R >>"), "file.password"),
    ],
)
def test_a_pdf_is_one_light_enough_and_without_a_password(data, code):
    with pytest.raises(Refused, match=rf"^{code}:"):
        check_pdf(data, name="factuur.pdf")


def test_a_good_pdf_is_let_through():
    check_pdf(pictures.pdf(), name="factuur.pdf")
    assert MAX_PDF == 10 * MIB
