import pytest

from posthog.clickhouse.embedded.http import BadRequestError, BodyDecoder, Request, answer_head, parse_form, parse_head


def _head(*lines: str) -> bytes:
    return "\r\n".join(lines).encode("latin-1")


def test_head_is_read_whole() -> None:
    request = parse_head(
        _head("POST /?query=SELECT%201&a=%C3%A4+b HTTP/1.1", "Host: x", "Content-Length: 5", "X-Y:  z ")
    )
    assert request == Request(
        method="POST",
        path="/",
        parameters={"query": "SELECT 1", "a": "ä b"},
        headers={"host": "x", "content-length": "5", "x-y": "z"},
        is_http_1_1=True,
        body_length=5,
    )


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        (("GET /",), 400),
        (("GET / HTTP/1.1 x",), 400),
        (("GET  HTTP/1.1",), 400),
        (("G T / HTTP/1.1",), 400),
        (("GET / HTTP/2.0",), 505),
        (("GET /?a=%ff HTTP/1.1",), 400),
        (("GET /" + "&a=b" * 1001 + "?" + "&a=b" * 1001 + " HTTP/1.1",), 400),
        (("GET / HTTP/1.1", "no colon"), 400),
        (("GET / HTTP/1.1", " folded: x"), 400),
        (("GET / HTTP/1.1", "a b: x"), 400),
        (("GET / HTTP/1.1", ": x"), 400),
        (("POST / HTTP/1.1", "Content-Length: -1"), 400),
        (("POST / HTTP/1.1", "Content-Length: +1"), 400),
        (("POST / HTTP/1.1", "Content-Length: 1e3"), 400),
        (("POST / HTTP/1.1", "Content-Length: 99999999999999999999"), 400),
        (("POST / HTTP/1.1", "Content-Length: 1", "Content-Length: 2"), 400),
        (("POST / HTTP/1.1", "Content-Length: 1", "Transfer-Encoding: chunked"), 400),
        (("POST / HTTP/1.1", "Transfer-Encoding: gzip, chunked"), 501),
    ],
)
def test_unclear_head_is_refused(lines: tuple[str, ...], status: int) -> None:
    with pytest.raises(BadRequestError) as refused:
        parse_head(_head(*lines))
    assert refused.value.status == status


def _read_chunked(data: bytes, size: int = 1) -> tuple[bytes, bytes]:
    """The body and what follows it, from pieces of one byte unless told otherwise."""
    decoder = BodyDecoder(parse_head(_head("POST / HTTP/1.1", "Transfer-Encoding: chunked")))
    body = b"".join(decoder.feed(data[start : start + size]) for start in range(0, len(data), size))
    assert decoder.is_complete
    return body, decoder.rest


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_chunked_body_is_joined(size: int) -> None:
    data = b"3\r\nabc\r\nA;ext=1\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\nGET / HTTP/1.1"
    assert _read_chunked(data, size)[0] == b"abc0123456789"


def test_next_request_is_left_over() -> None:
    assert _read_chunked(b"1\r\na\r\n0\r\n\r\nGET /", 1000)[1] == b"GET /"
    decoder = BodyDecoder(parse_head(_head("POST / HTTP/1.1", "Content-Length: 3")))
    assert (decoder.feed(b"ab"), decoder.is_complete) == (b"ab", False)
    assert (decoder.feed(b"cGET"), decoder.is_complete, decoder.rest) == (b"c", True, b"GET")


@pytest.mark.parametrize(
    "data",
    [
        b"x\r\nabc\r\n0\r\n\r\n",
        b"-1\r\nabc\r\n",
        b"3\r\nabcd\r\n0\r\n\r\n",
        b"\r\n\r\n",
        b"1" * 20 + b"\r\n",
        b"0" * 2000,
    ],
)
def test_broken_chunk_is_refused(data: bytes) -> None:
    with pytest.raises(BadRequestError):
        _read_chunked(data)


def test_no_header_value_can_start_another_header() -> None:
    assert answer_head(200, {"X": "a\r\nSet-Cookie: b"}) == b"HTTP/1.1 200 OK\r\nX: a  Set-Cookie: b\r\n\r\n"


def test_form_gives_its_fields() -> None:
    body = (
        b'--xx\r\nContent-Disposition: form-data; name="query"\r\n\r\nSELECT {a:String}\r\n'
        b'--xx\r\nContent-Disposition: form-data; name="param_a"\r\n\r\nline\r\nbreak\r\n--xx--\r\n'
    )
    assert parse_form("multipart/form-data; boundary=xx", body) == {
        "query": b"SELECT {a:String}",
        "param_a": b"line\r\nbreak",
    }


def test_uploaded_file_is_refused() -> None:
    body = b'--xx\r\nContent-Disposition: form-data; name="t"; filename="t"\r\n\r\n1\r\n--xx--\r\n'
    with pytest.raises(BadRequestError) as refused:
        parse_form("multipart/form-data; boundary=xx", body)
    assert refused.value.status == 501
