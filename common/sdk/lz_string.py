"""Reading lz-string's base64 form, in which posthog-js before 2021 sent events.

A variant of LZ78 over UTF-16 code units, whose codes grow by a bit whenever the dictionary outgrows them. The published
decoders know no limit, and a code can stand for a text as long as all before it, so a small text may become gigabytes;
hence this one.
"""

import base64
import binascii

# Those browsers sent a few kilobytes at a time; a code costs about a microsecond.
MAX_INPUT_BYTES = 512 * 1024
_NEW_BYTE, _NEW_UNIT, _END = 0, 1, 2
_FIRST_CODE = 3


class TooLongError(ValueError):
    """The text, or what it unpacks to, is longer than allowed."""


def decompress_base64(packed: bytes, *, max_bytes: int) -> bytes:
    """The packed text as UTF-8, of at most `max_bytes` code units; raises ValueError when it is none, or TooLongError."""
    if len(packed) > MAX_INPUT_BYTES:
        raise TooLongError
    symbols = packed.rstrip(b"=")
    try:
        # Its writer ends wherever its bits end, also where base64 cannot; zeros after the end mean nothing.
        data = base64.b64decode(symbols + b"A" * (-len(symbols) % 4), validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
    units = _Reader(data).decompress(max_bytes)
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()


class _Reader:
    """The bits of the packed text, from the front; each number's lowest bit comes first."""

    def __init__(self, data: bytes) -> None:
        self._bits = bin(int.from_bytes(b"\x01" + data))[3:]
        self._position = 0

    def _number(self, width: int) -> int:
        end = self._position + width
        if end > len(self._bits):
            raise ValueError("cut off")
        number = int(self._bits[self._position : end][::-1], 2)
        self._position = end
        return number

    def decompress(self, max_units: int) -> str:
        first = self._literal(self._number(2))
        if first is None:
            return ""
        # Together the phrases are about as long as what they stood for, so the limit bounds the dictionary as well.
        phrases = ["", "", "", first]
        written = [first]
        length = 1
        previous = first
        # How many phrases until codes need another bit, and how many bits they have now.
        room, width = 4, 3
        while True:
            code = self._number(width)
            if code == _END:
                return "".join(written)
            if code < _FIRST_CODE:
                literal = self._literal(code)
                code = len(phrases)
                phrases.append(literal or "")
                room -= 1
                if room == 0:
                    room, width = 1 << width, width + 1
            if code < len(phrases):
                phrase = phrases[code]
            elif code == len(phrases):
                phrase = previous + previous[0]
            else:
                raise ValueError("no such code")
            length += len(phrase)
            if length > max_units:
                raise TooLongError
            written.append(phrase)
            phrases.append(previous + phrase[0])
            room -= 1
            if room == 0:
                room, width = 1 << width, width + 1
            previous = phrase

    def _literal(self, code: int) -> str | None:
        """The code unit that follows, None at the end of the text."""
        if code == _END:
            return None
        if code not in (_NEW_BYTE, _NEW_UNIT):
            raise ValueError("starts with no literal")
        return chr(self._number(8 if code == _NEW_BYTE else 16))
