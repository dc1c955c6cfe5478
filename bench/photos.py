"""What do twelve photos of a phone cost, beside plain Pillow that makes the same two sizes of them?"""

import random
import sys
import time
from collections.abc import Callable
from io import BytesIO

from PIL import ExifTags, Image, ImageOps

from renogroep.infra.files.pictures import LONG_SIDE, QUALITIES, SMALL_SIDE, cleaned

PHOTOS, SIZE, ROUGH = 12, (4000, 3000), 40
ROUNDS, MOST = 3, 1.3


def photo(seed: int) -> bytes:
    """Twelve million soft pixels on their side, as a phone writes them."""
    rough = SIZE[0] // ROUGH, SIZE[1] // ROUGH
    spots = random.Random(seed).randbytes(rough[0] * rough[1] * 3)  # noqa: S311 - colours
    image = Image.frombytes("RGB", rough, spots).resize(SIZE, Image.Resampling.BICUBIC)
    head = Image.Exif()
    head[ExifTags.Base.Orientation] = 6
    out = BytesIO()
    image.save(out, "JPEG", quality=90, exif=head)
    return out.getvalue()


def plain(data: bytes) -> None:
    """As the manual of Pillow says it: open, turn, make small, write; twice."""
    image = ImageOps.exif_transpose(Image.open(BytesIO(data))).convert("RGB")
    for side in (LONG_SIDE, SMALL_SIDE):
        image.thumbnail((side, side))
        image.save(BytesIO(), "JPEG", quality=QUALITIES[0])


def cost(work: Callable[[bytes], object], photos: list[bytes]) -> float:
    """CPU-seconds for all of them."""
    start = time.process_time()
    for data in photos:
        work(data)
    return time.process_time() - start


def main() -> int:
    """Prints both and their ratio; 1 when it is above the goal."""
    photos = [photo(seed) for seed in range(PHOTOS)]
    rounds = [
        (cost(lambda data: cleaned(data, name="a.jpg"), photos), cost(plain, photos))
        for _ in range(ROUNDS)
    ]
    ours, theirs = (sorted(one)[ROUNDS // 2] for one in zip(*rounds, strict=True))
    megabytes = sum(map(len, photos)) / 1_000_000
    print(f"{PHOTOS} photos, {megabytes:.0f} MB: {ours:.2f} s, plain Pillow {theirs:.2f} s")
    print(f"ratio {ours / theirs:.2f} (goal {MOST})")
    return int(ours / theirs > MOST)


if __name__ == "__main__":
    sys.exit(main())
