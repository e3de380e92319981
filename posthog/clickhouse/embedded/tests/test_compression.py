import gzip
import random
import tracemalloc
import zlib
from collections.abc import Callable, Iterator

import lz4.frame
import pytest
import zstandard

from posthog.clickhouse.embedded import compression
from posthog.clickhouse.embedded.errors import ServerError

PLAIN = b"".join(b'{"a": %d, "b": "row"}\n' % number for number in range(100_000))
PACKED = {
    "gzip": gzip.compress(PLAIN),
    "deflate": zlib.compress(PLAIN),
    "lz4": lz4.frame.compress(PLAIN),
    "zstd": zstandard.ZstdCompressor().compress(PLAIN),
    "": PLAIN,
}

_BOMBS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "lz4": lz4.frame.compress,
    "zstd": zstandard.ZstdCompressor(level=19).compress,
}


def _in_pieces(data: bytes, size: int) -> Iterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


@pytest.mark.parametrize("encoding", PACKED)
@pytest.mark.parametrize("size", [1_000, 65_536, 10_000_000])
def test_body_is_unpacked_however_it_arrives(encoding: str, size: int) -> None:
    assert b"".join(compression.decode(encoding, _in_pieces(PACKED[encoding], size))) == PLAIN


@pytest.mark.parametrize("encoding", ["gzip", "lz4", "zstd"])
def test_several_frames_are_one_body(encoding: str) -> None:
    assert b"".join(compression.decode(encoding, [PACKED[encoding] * 2])) == PLAIN * 2


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "lz4", "zstd"])
@pytest.mark.parametrize("cut", [1, 9, 5_000])
def test_body_cut_off_is_refused_and_never_taken_for_whole(encoding: str, cut: int) -> None:
    with pytest.raises(ServerError, match="CANNOT_DECOMPRESS"):
        list(compression.decode(encoding, [PACKED[encoding][:-cut]]))


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "lz4", "zstd"])
def test_broken_body_is_refused(encoding: str) -> None:
    noise = random.Random(1).randbytes(10_000)
    for data in (noise, PACKED[encoding][:300] + noise, PACKED[encoding] + noise):
        with pytest.raises(ServerError, match="CANNOT_DECOMPRESS"):
            list(compression.decode(encoding, [data]))


def test_unknown_encoding_is_refused() -> None:
    with pytest.raises(ServerError, match="NOT_IMPLEMENTED"):
        compression.decode("br", [b"x"])


@pytest.mark.parametrize("encoding", _BOMBS)
def test_bomb_unfolds_in_small_pieces(encoding: str) -> None:
    packed = _BOMBS[encoding](bytes(200_000_000))
    tracemalloc.start()
    size = sum(len(piece) for piece in compression.decode(encoding, [packed]))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size == 200_000_000
    assert peak < 40_000_000


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "lz4", "zstd"])
def test_answer_is_packed_so_that_clients_can_read_it(encoding: str) -> None:
    found = compression.encoder_for(f"br, {encoding}")
    assert found is not None
    name, encoder = found
    packed = b"".join([encoder.encode(piece) for piece in _in_pieces(PLAIN, 70_000)]) + encoder.finish()
    assert name == encoding
    assert len(packed) < len(PLAIN) / 3
    assert b"".join(compression.decode(encoding, [packed])) == PLAIN


def test_empty_answer_is_a_valid_frame() -> None:
    for encoding in ("gzip", "deflate", "lz4", "zstd"):
        found = compression.encoder_for(encoding)
        assert found is not None
        assert b"".join(compression.decode(encoding, [found[1].finish()])) == b""


@pytest.mark.parametrize("accepted", ["", "identity", "br", "lz4;q=0", "*"])
def test_answer_stays_plain_when_nothing_known_is_accepted(accepted: str) -> None:
    assert compression.encoder_for(accepted) is None
