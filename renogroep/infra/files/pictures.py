"""What do we make of a photo that was sent: upright, light, and without where it was taken?"""

from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

import pi_heif
from PIL import ExifTags, Image, ImageOps

from renogroep.base.errors import Refused
from renogroep.infra.files.checks import MIB, PICTURES, check_upload, damaged, shown

pi_heif.register_heif_opener()

MAX_BYTES = 20 * MIB
MAX_PIXELS = 50_000_000
LONG_SIDE, MOST_BYTES = 1_600, 400_000
SMALL_SIDE, MOST_SMALL = 400, 40_000
QUALITIES = (82, 70, 58, 46)
LESS = 0.75  # of each side, when even the lowest quality is too heavy
_FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "heic": "HEIF"}
_PAPER = (255, 255, 255)  # behind what is see-through


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo as we keep it.

    jpeg, small    the photo and its miniature, both JPEG without any metadata
    width, height  of ``jpeg``, in pixels
    taken_on       the day, as the camera wrote it; None when it did not
    """

    jpeg: bytes
    small: bytes
    width: int
    height: int
    taken_on: date | None


def cleaned(data: bytes, *, name: str) -> Picture:
    """The photo, made anew: nothing of the file itself is kept but its pixels and its day.

    name     as the sender called it, only used in sentences
    raises   Refused: empty, larger than 20 MB, no photo (JPEG, PNG, WebP, HEIC), more than 50 million
             pixels, or damaged. The pixels are counted before any is unpacked.
    """
    kind = check_upload(data, name=name, allowed=PICTURES, max_bytes=MAX_BYTES)
    image = _opened(data, _FORMATS[kind], name)
    try:
        taken_on = _day(image)
        image.thumbnail((LONG_SIDE, LONG_SIDE))  # a JPEG is unpacked at about this size only
        upright = _on_paper(ImageOps.exif_transpose(image))
    except Exception:  # decoders raise a dozen kinds of error for a malformed picture
        raise damaged(name) from None
    upright.info.clear()  # a comment of the file would be written along
    jpeg, kept = _light(upright, MOST_BYTES)
    width, height = kept.size
    kept.thumbnail((SMALL_SIDE, SMALL_SIDE))
    small, _ = _light(kept, MOST_SMALL)
    return Picture(jpeg, small, width, height, taken_on)


def _opened(data: bytes, form: str, name: str) -> Image.Image:
    """Only the head is read."""
    try:
        image = Image.open(BytesIO(data), formats=[form])
        pixels = image.width * image.height
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        pixels = MAX_PIXELS + 1
    except Exception:
        raise damaged(name) from None
    if pixels > MAX_PIXELS:
        raise Refused(
            "file.too_many_pixels",
            "The photo “%(name)s” has more than %(limit)s million pixels. Make it smaller, or take a "
            "photo of the screen.",
            name=shown(name),
            limit=MAX_PIXELS // 1_000_000,
        )
    return image


def _day(image: Image.Image) -> date | None:
    """Of the moment that the camera wrote only the day."""
    head = image.getexif()
    taken = head.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal)
    words = str(taken or head.get(ExifTags.Base.DateTime) or "")
    try:
        return datetime.strptime(words[:10], "%Y:%m:%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


def _on_paper(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image.convert("RGB")
    above = image.convert("RGBA")
    paper = Image.new("RGB", image.size, _PAPER)
    paper.paste(above, mask=above)
    return paper


def _light(image: Image.Image, most: int) -> tuple[bytes, Image.Image]:
    """As a JPEG of at most so many bytes, and the pixels that it has."""
    while True:
        for quality in QUALITIES:
            out = BytesIO()
            image.save(out, "JPEG", quality=quality)
            if out.tell() <= most:
                return out.getvalue(), image
        image = image.resize([max(1, round(side * LESS)) for side in image.size])
