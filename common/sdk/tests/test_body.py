"""However SDKs wrap a body it is read, and nothing that claims to be small can become large."""

import base64
import gzip
import json
import os
import subprocess
import sys
import zlib
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import quote_plus

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from common.errors import ErrorKind
from common.sdk import lz_string
from common.sdk.body import beginning_of, decode_body
from common.sdk.errors import BodyTooLargeError, InvalidBodyError, RequestError, UnsupportedEncodingError
from common.sdk.tokens import guess_token

EVENT = {"event": "x", "distinct_id": "u", "token": "phc_1", "properties": {"text": "ä+/ \u2028"}}
TEXT = json.dumps(EVENT).encode()
# The same as the npm package lz-string 1.5.0 packs it.
LZ_TEXT = b"N4IgpgbmB2AuIC4QA8QBoQBMCWBnW20AxrAPraaIgCu6IsA9gNYxUAOAFkaQIx1sAnBmzACCYXIlCwwyeEgAnAagD0AAkAUBCAC+2oA="


@pytest.mark.parametrize(
    "body",
    [
        TEXT,
        b"  \n" + TEXT,
        b"\xef\xbb\xbf" + TEXT,
        gzip.compress(TEXT, mtime=0),
        gzip.compress(gzip.compress(TEXT, mtime=0), mtime=0),
        zlib.compress(TEXT),
        zlib.compress(TEXT, 1),
        zstandard.compress(TEXT),
        zstandard.compress(TEXT[:20]) + zstandard.compress(TEXT[20:]),
        base64.b64encode(TEXT),
        base64.b64encode(TEXT).rstrip(b"="),
        base64.urlsafe_b64encode(TEXT),
        base64.encodebytes(TEXT),
        b"data=" + quote_plus(base64.b64encode(TEXT)).encode(),
        b"data=" + base64.b64encode(TEXT),
        b"data=" + base64.b64encode(TEXT).replace(b"+", b" "),
        b"data=" + quote_plus(TEXT).encode(),
        b"ip=1&data=" + quote_plus(base64.b64encode(TEXT)).encode() + b"&compression=base64",
        b"data=" + quote_plus(base64.b64encode(gzip.compress(TEXT, mtime=0))).encode(),
        LZ_TEXT,
        b"data=" + quote_plus(LZ_TEXT).encode() + b"&compression=lz64",
    ],
)
def test_body_is_read_however_it_is_wrapped(body: bytes) -> None:
    assert json.loads(decode_body(body, max_bytes=10_000)) == EVENT


@pytest.mark.parametrize("quality", [1, 5, 11])
@pytest.mark.parametrize("window", [10, 22, 24])
def test_brotli_is_read_when_it_is_announced(quality: int, window: int) -> None:
    # With this window a stream may begin with "[" or "{", so looking at the bytes first would mistake it for JSON.
    body = brotli.compress(TEXT, quality=quality, lgwin=window)
    assert json.loads(decode_body(body, hint="br", max_bytes=10_000)) == EVENT


def test_brotli_that_a_proxy_has_unpacked_already_is_read() -> None:
    assert json.loads(decode_body(TEXT, hint="br", max_bytes=10_000)) == EVENT
    assert json.loads(decode_body(gzip.compress(TEXT, mtime=0), hint="br", max_bytes=10_000)) == EVENT


def test_lz_string_is_read_by_its_name_too() -> None:
    assert json.loads(decode_body(LZ_TEXT, hint="lz64", max_bytes=10_000)) == EVENT


@given(st.text(st.characters(exclude_categories=[]), max_size=200))
def test_lz_string_reads_any_text(text: str) -> None:
    packed = base64.b64encode(lz_literals(text))
    expected = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    assert lz_string.decompress_base64(packed, max_bytes=10_000).decode() == expected


def lz_literals(text: str) -> bytes:
    """The text in lz-string's format, written in the dullest way: each code unit as a literal, no phrase used."""
    data = text.encode("utf-16-le", "surrogatepass")
    units = [int.from_bytes(data[index : index + 2], "little") for index in range(0, len(data), 2)]
    bits = ""
    width, entries = 2, 3
    for position, unit in enumerate(units):
        bits += f"{1:0{width}b}"[::-1] + f"{unit:016b}"[::-1]
        # A literal adds itself to the dictionary, and each code but the first also the phrase that it ends.
        entries += 1 if position == 0 else 2
        width = max(3, entries.bit_length())
    bits += f"{2:0{width}b}"[::-1]
    bits += "0" * (-len(bits) % 8)
    return int(bits or "0", 2).to_bytes(len(bits) // 8, "big")


@pytest.mark.parametrize(
    ("body", "hint", "error"),
    [
        (b"", "", InvalidBodyError),
        (b"   ", "", InvalidBodyError),
        (b"hello, world", "", InvalidBodyError),
        (b"data=", "", InvalidBodyError),
        (gzip.compress(TEXT, mtime=0)[:-9], "gzip", InvalidBodyError),
        (b"\x1f\x8bnot gzip at all", "gzip", InvalidBodyError),
        (b"\x28\xb5\x2f\xfdnot zstd at all", "zstd", InvalidBodyError),
        (b"\x78\x9cnot zlib at all", "deflate", InvalidBodyError),
        (brotli.compress(TEXT)[:-9], "br", InvalidBodyError),
        (b"\x0b\x02\x80[]\x04 no brotli", "br", InvalidBodyError),
        (LZ_TEXT[:40], "lz64", InvalidBodyError),
        (b"!!!!", "lz64", InvalidBodyError),
        (b"\x1f\x9d\x90 compress", "compress", UnsupportedEncodingError),
        (TEXT * 200, "", BodyTooLargeError),
    ],
)
def test_unreadable_body_is_refused(body: bytes, hint: str, error: type[RequestError]) -> None:
    with pytest.raises(error) as caught:
        decode_body(body, hint=hint, max_bytes=10_000)
    assert caught.value.message.endswith(".")
    assert caught.value.kind == (ErrorKind.TOO_LARGE if error is BodyTooLargeError else ErrorKind.INVALID)


@given(st.binary(max_size=300), st.sampled_from(["", "br", "lz64", "gzip", "zstd", "base64"]))
def test_any_bytes_are_either_read_or_refused(body: bytes, hint: str) -> None:
    with suppress(RequestError):
        assert len(decode_body(body, hint=hint, max_bytes=10_000)) <= 30_000


def gzip_bomb(gigabytes: int) -> bytes:
    """Deflate's best is 1:1,030; blocks that end on a byte may be repeated without compressing them again."""
    packer = zlib.compressobj(9, wbits=zlib.MAX_WBITS | 16)
    head = packer.compress(b"[") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b"[" * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + block * (gigabytes << 10)


def zstd_bomb(gigabytes: int) -> bytes:
    """Four bytes a block of 128 KiB: "the same byte, this often"."""
    header = b"\x28\xb5\x2f\xfd\x00\x38"
    block = (1 << 1 | (128 << 10) << 3).to_bytes(3, "little") + b"["
    return header + block * (gigabytes << 13)


def brotli_bomb(gigabytes: int) -> bytes:
    packer = brotli.Compressor(quality=1, lgwin=22)
    chunk = b"[" * (1 << 20)
    head = packer.process(chunk) + packer.flush()
    block = packer.process(chunk) + packer.flush()
    return bytes(head + block * (gigabytes << 10))


def lz_bomb() -> bytes:
    """Each code stands for a phrase one longer than the last: what it unpacks to grows with the square."""
    codes = [f"{0:02b}"[::-1], f"{ord('['):08b}"[::-1]]
    codes += [f"{entry:0{max(3, entry.bit_length())}b}"[::-1] for entry in range(4, 140_000)]
    bits = "".join(codes)
    bits += "0" * (-len(bits) % 24)
    return base64.b64encode(int(bits, 2).to_bytes(len(bits) // 8, "big"))


def nested_base64(layers: int) -> bytes:
    body = TEXT
    for _ in range(layers):
        body = base64.b64encode(body)
    return body


TOO_LARGE, INVALID = "BodyTooLargeError", "InvalidBodyError"
BOMBS: list[tuple[str, str, str, Callable[[], bytes]]] = [
    ("gzip", "gzip", TOO_LARGE, lambda: gzip_bomb(10)),
    ("gzip in gzip", "", TOO_LARGE, lambda: gzip.compress(gzip_bomb(10), 1)),
    ("deflate", "deflate", TOO_LARGE, lambda: zlib.compress(b"[" * 50_000_000)),
    ("zstd", "zstd", TOO_LARGE, lambda: zstd_bomb(10)),
    ("zstd with a window of 2 GiB", "zstd", INVALID, lambda: b"\x28\xb5\x2f\xfd\x00\xa8" + zstd_bomb(1)[6:]),
    ("brotli", "br", TOO_LARGE, lambda: brotli_bomb(10)),
    ("lz-string", "lz64", TOO_LARGE, lz_bomb),
    ("a form of gzip", "", TOO_LARGE, lambda: b"data=" + quote_plus(base64.b64encode(gzip_bomb(1))).encode()),
    ("base64 in base64", "", INVALID, lambda: nested_base64(30)),
]


MEASURE = """
import resource, sys, time
from common.sdk.body import decode_body
from common.sdk.errors import RequestError
body = sys.stdin.buffer.read()
def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
before, began = peak(), time.process_time()
try:
    decode_body(body, hint=sys.argv[1], max_bytes=20 << 20)
except RequestError as error:
    print(type(error).__name__, peak() - before, time.process_time() - began)
"""


@pytest.mark.parametrize(
    ("hint", "expected", "make"), [pytest.param(hint, error, make, id=name) for name, hint, error, make in BOMBS]
)
def test_bomb_costs_neither_memory_nor_time(hint: str, expected: str, make: Callable[[], bytes]) -> None:
    body = make()
    answer = subprocess.run(
        [sys.executable, "-c", MEASURE, hint], input=body, capture_output=True, timeout=60, check=True
    )
    error, mebibytes, seconds = answer.stdout.decode().split()
    assert error == expected
    # Twice the limit of 20 MiB is the body before and after one layer; the rest is what the libraries work with.
    assert int(mebibytes) <= 70 + 2 * (len(body) >> 20)
    assert float(seconds) < 3


@pytest.mark.parametrize(
    ("hint", "wrap"),
    [
        ("", lambda text: text),
        ("", lambda text: b"\xef\xbb\xbf \n" + text),
        ("", lambda text: gzip.compress(text, mtime=0)),
        ("", lambda text: gzip.compress(gzip.compress(text, mtime=0), mtime=0)),
        ("", zlib.compress),
        ("", zstandard.compress),
        ("br", lambda text: brotli.compress(text, quality=1)),
        ("br", lambda text: text),
        ("", base64.b64encode),
        ("", base64.encodebytes),
        ("", lambda text: b"data=" + quote_plus(base64.b64encode(text)).encode()),
        ("", lambda text: b"data=" + quote_plus(text).encode()),
        ("", lambda text: b"data=" + quote_plus(base64.b64encode(gzip.compress(text, mtime=0))).encode()),
    ],
)
def test_whose_a_body_is_can_be_told_from_its_beginning(hint: str, wrap: Callable[[bytes], bytes]) -> None:
    text = TEXT[:-1] + b', "more": "%b"}' % os.urandom(1_000_000).hex().encode()
    body = wrap(text)
    for part in (body, body[:300_000]):
        beginning = beginning_of(part, hint=hint, max_bytes=64 * 1024)
        assert text.startswith(beginning.strip()[:50_000])
        assert guess_token(beginning) == "phc_1"


def test_beginning_costs_no_more_than_itself() -> None:
    bomb = gzip.compress(TEXT[:-1] + b', "more": "%b"}' % (b"x" * 100_000_000), 1)
    assert len(beginning_of(bomb, max_bytes=64 * 1024)) == 64 * 1024
