"""A HEIC photo without any encoder: one block of 16 x 16 pixels, each written down as it is.

HEVC (ITU-T H.265, 04/2013) lets a block carry plain samples (PCM, 7.3.8.7), so all that is coded
are two bins of the arithmetic coder (9.3.4). Around it a HEIF file (ISO/IEC 23008-12).
"""

import struct

SIDE = 16
VPS, SPS, PPS, IDR = 32, 33, 34, 19
# Profile "main still picture", level 1, progressive frames (7.3.3).
PROFILE = bytes((0x03, 0x70, 0, 0, 0, 0x90, 0, 0, 0, 0, 0, 30))


class Bits:
    """Bits one after the other."""

    def __init__(self, text: str = "") -> None:
        self.text = text

    def u(self, value: int, width: int) -> "Bits":
        """A number of so many bits."""
        self.text += f"{value:0{width}b}"
        return self

    def ue(self, *values: int) -> "Bits":
        """Exp-Golomb numbers (9.2); a signed zero is written the same."""
        for value in values:
            digits = f"{value + 1:b}"
            self.text += "0" * (len(digits) - 1) + digits
        return self

    def raw(self, data: bytes) -> "Bits":
        """Whole bytes."""
        self.text += "".join(f"{byte:08b}" for byte in data)
        return self

    def zeros(self) -> "Bits":
        """To the next whole byte."""
        self.text += "0" * (-len(self.text) % 8)
        return self

    def stop(self) -> "Bits":
        """A one, and to the next whole byte."""
        self.text += "1"
        return self.zeros()

    def data(self) -> bytes:
        """All of it."""
        return int(self.text, 2).to_bytes(len(self.text) // 8, "big")


def nal(kind: int, body: bytes) -> bytes:
    """A unit; two zeros never stand before a byte below four (7.4.2)."""
    safe, zeros = bytearray(), 0
    for byte in body:
        if zeros >= 2 and byte <= 3:
            safe.append(3)
            zeros = 0
        safe.append(byte)
        zeros = zeros + 1 if byte == 0 else 0
    return bytes((kind << 1, 1)) + bytes(safe)


def _video() -> bytes:
    bits = Bits().u(0, 4).u(3, 2).u(0, 6).u(0, 3).u(1, 1).u(0xFFFF, 16).raw(PROFILE)
    return bits.u(1, 1).ue(0, 0, 0).u(0, 6).ue(0).u(0, 2).stop().data()


def _sequence() -> bytes:
    bits = Bits().u(0, 4).u(0, 3).u(1, 1).raw(PROFILE)
    bits.ue(0, 1, SIDE, SIDE).u(0, 1).ue(0, 0, 0).u(1, 1).ue(0, 0, 0)
    bits.ue(1, 0, 0, 2, 0, 0)  # blocks of 16, transforms of 4 to 16
    bits.u(0, 3).u(1, 1).u(7, 4).u(7, 4).ue(1, 0).u(1, 1)  # plain samples of 8 bits, unfiltered
    return bits.ue(0).u(0, 5).stop().data()


def _picture() -> bytes:
    bits = Bits().ue(0, 0).u(0, 7).ue(0, 0, 0).u(0, 3).ue(0, 0)
    return bits.u(0, 10).ue(0).u(0, 2).stop().data()


def _end(low: int, span: int) -> str:
    """The arithmetic coder says that its last bin is one, and ends (9.3.4.3.5)."""
    low, span, written, first, waiting = low + span - 2, 2, "", True, 0

    def put(bit: int) -> None:
        nonlocal written, first, waiting
        written += "" if first else str(bit)
        first = False
        written += str(1 - bit) * waiting
        waiting = 0

    while span < 256:
        if low < 256:
            put(0)
        elif low >= 512:
            low -= 512
            put(1)
        else:
            low -= 256
            waiting += 1
        span, low = span * 2, low * 2
    put((low >> 9) & 1)
    return written + f"{(low >> 7) & 3 | 1:02b}"


def _slice(luma: int, blue: int, red: int) -> bytes:
    bits = Bits().u(2, 2).ue(0, 2, 0).stop()
    # "One block, whole" is the likelier bin: 510 - 240 is left of the span (tables 9-46 and 9-11).
    bits.text += _end(0, 510 - 240)
    bits.zeros().raw(bytes([luma]) * SIDE**2 + bytes([blue]) * 64 + bytes([red]) * 64)
    bits.text += _end(0, 510)
    return bits.zeros().data()


def box(kind: bytes, *parts: bytes) -> bytes:
    """A box of a HEIF file."""
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + kind + body


def _settings() -> bytes:
    units = ((VPS, _video()), (SPS, _sequence()), (PPS, _picture()))
    arrays = b""
    for kind, body in units:
        unit = nal(kind, body)
        arrays += struct.pack(">BHH", 0x80 | kind, 1, len(unit)) + unit
    about = struct.pack(">HBBBBHBB", 0xF000, 0xFC, 0xFD, 0xF8, 0xF8, 0, 0x0F, len(units))
    return box(b"hvcC", b"\x01" + PROFILE + about + arrays)


def heic(luma: int = 120, blue: int = 90, red: int = 200) -> bytes:
    """A photo of one colour."""
    unit = nal(IDR, _slice(luma, blue, red))
    data = struct.pack(">I", len(unit)) + unit
    brand = box(b"ftyp", b"heic", bytes(4), b"mif1heic")
    size = box(b"ispe", bytes(4), struct.pack(">II", SIDE, SIDE))
    means = box(b"ipma", bytes(4), struct.pack(">IHBBB", 1, 1, 2, 0x81, 0x02))
    item = box(b"infe", b"\x02\x00\x00\x00", struct.pack(">HH", 1, 0), b"hvc1\x00")

    def meta(offset: int) -> bytes:
        place = struct.pack(">BBHHHHII", 0x44, 0, 1, 1, 0, 1, offset, len(data))
        return box(
            b"meta",
            bytes(4),
            box(b"hdlr", bytes(8), b"pict", bytes(13)),
            box(b"pitm", bytes(4), struct.pack(">H", 1)),
            box(b"iloc", bytes(4), place),
            box(b"iinf", bytes(4), struct.pack(">H", 1), item),
            box(b"iprp", box(b"ipco", _settings(), size), means),
        )

    begin = len(brand) + len(meta(0)) + 8
    return brand + meta(begin) + box(b"mdat", data)
