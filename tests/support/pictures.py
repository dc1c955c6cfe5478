"""Photos for tests, drawn by code: some good, some not."""

import random
import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import ExifTags, Image


def scene(width: int = 800, height: int = 600, seed: int = 1) -> Image.Image:
    """Soft spots of colour, about as hard to pack as a street."""
    rough = max(1, width // 16), max(1, height // 16)
    spots = random.Random(seed).randbytes(rough[0] * rough[1] * 3)
    return Image.frombytes("RGB", rough, spots).resize((width, height), Image.Resampling.BICUBIC)


def photo(
    form: str = "JPEG", *, width: int = 800, height: int = 600, seed: int = 1, **more: Any
) -> bytes:
    """A good photo as a file."""
    return saved(scene(width, height, seed), form, **more)


def saved(image: Image.Image, form: str, **more: Any) -> bytes:
    """A picture as a file."""
    out = BytesIO()
    image.save(out, form, **more)
    return out.getvalue()


def of_a_phone(*, turned: int = 6, at: str = "2026:11:02 10:11:12") -> bytes:
    """As a phone makes it: on its side, with when, where and by whom, and a preview inside."""
    head = Image.Exif()
    head[ExifTags.Base.Orientation] = turned
    head[ExifTags.Base.Make] = "Merk van de telefoon"
    head.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = at
    place = head.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef] = "N"
    place[ExifTags.GPS.GPSLatitude] = (51.0, 3.0, 15.0)
    return photo(exif=head, comment=b"Rozenstraat 12")


def says_it_is(width: int, height: int) -> bytes:
    """A PNG of a hundred bytes that says in its head how large it is."""
    size = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", size), (b"IDAT", zlib.compress(bytes(100))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


def pdf(body: bytes = b"") -> bytes:
    """Enough of a PDF to be known as one."""
    return (
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n" + body + b"trailer\n<<>>\n%%EOF\n"
    )
