"""What reading a JSON text would cost, told from its bytes before anything is built from them.

Twenty megabytes of JSON are one long text, or seven million objects that take thirty times as much memory; and packed
twice, either is a request of two hundred bytes. So what takes room is counted first, which goes at a gigabyte a second.
"""

from dataclasses import dataclass

from common.sdk.errors import BodyTooLargeError

# A text up to this size cannot become large, whatever is in it.
LIGHT_BYTES = 256 * 1024
# 20 MB of what SDKs send: 50,000 events of six lists and objects, a name for each 21 bytes (recorded requests have 40),
# and vectors of numbers of ten digits. Read, that takes some 250 MB.
MAX_CONTAINERS = 300_000
MAX_KEYS = 1_000_000
MAX_VALUES = 2_000_000
_CHUNK_BYTES = 1024 * 1024
_STRUCTURE = b'"{[:,'
_OTHER_BYTES = bytes(set(range(256)) - set(_STRUCTURE))


@dataclass(slots=True)
class Weight:
    """How many lists and objects there are, how many of their parts have a name, and how many parts are there."""

    containers: int = 0
    keys: int = 0
    values: int = 0

    def add(self, text: bytes) -> None:
        """Count all characters of structure, those inside of strings as well."""
        self.containers += text.count(b"{") + text.count(b"[")
        self.keys += text.count(b":")
        self.values += text.count(b",")

    def excess(self) -> str:
        """What there is too much of, in words; "" for nothing."""
        if self.containers > MAX_CONTAINERS:
            return f"{self.containers} lists and objects; at most {MAX_CONTAINERS}"
        if self.keys > MAX_KEYS:
            return f"{self.keys} named values; at most {MAX_KEYS}"
        if self.values > MAX_VALUES:
            return f"{self.values} values; at most {MAX_VALUES}"
        return ""


def check_weight(text: bytes, *, advice: str = "Send fewer events at a time.") -> None:
    """Raises BodyTooLargeError, which ends with the advice, when too much would have to be built to read the text.

    Of a text that is no JSON it judges as much as a parser would read before it finds that out.
    """
    if len(text) <= LIGHT_BYTES:
        return
    weight = Weight()
    weight.add(text)
    # Prose has commas and JSON within strings has everything: what looks heavy is looked at again without its strings.
    if weight.excess() and (excess := _outside_of_strings(text).excess()):
        raise BodyTooLargeError(f"The body holds {excess} can be read at once. {advice}")


def _outside_of_strings(text: bytes) -> Weight:
    # First what only looks like the end of a string, then all that is neither structure nor the edge of one.
    text = text.replace(b"\\\\", b"").replace(b'\\"', b"").translate(None, _OTHER_BYTES)
    # Most strings hold no structure, and are two edges side by side by now.
    text = text.replace(b'""', b"")
    weight = Weight()
    inside = 0
    for start in range(0, len(text), _CHUNK_BYTES):
        # In pieces, as each part that is split off is an object, too.
        parts = text[start : start + _CHUNK_BYTES].split(b'"')
        weight.add(b"".join(parts[inside::2]))
        inside = (inside + len(parts) - 1) % 2
    return weight
