"""Bytes to text: marks, strict UTF-8, the configured encoding, and what is refused."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.errors import ConfigError, ReadError
from copydesk.formats.decode import decode
from copydesk.span import LineIndex

ARTICLE = "Café “Größe”\r\n港 👨‍👩‍👧\rfin\n"


def refused(raw: bytes, encoding: str = "utf-8") -> str:
    with pytest.raises(ReadError) as caught:
        decode("a.txt", raw, encoding)
    message = str(caught.value)
    assert "\n" not in message
    assert len(message) <= 240
    return message


@pytest.mark.parametrize("text", ["", "\n", "a", ARTICLE, "\x0b\x0c\x1c\x85\u2028\u2029", "\ufffe"])
def test_utf_8_is_the_default(text: str) -> None:
    source = decode("a.txt", text.encode())

    assert source.text == text
    assert (source.encoding, source.bom) == ("utf-8", b"")


MARKED = [
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
]


@pytest.mark.parametrize(("mark", "codec"), MARKED)
@pytest.mark.parametrize("text", ["", "a", ARTICLE])
def test_a_byte_order_mark_decides_and_is_no_part_of_the_text(
    mark: bytes, codec: str, text: str
) -> None:
    raw = mark + text.encode(codec)

    for encoding in ("utf-8", "cp1252", "utf-16-be"):
        source = decode("a.txt", raw, encoding)
        assert source.text == text
        assert (source.encoding, source.bom) == (codec, mark)
        assert source.bom + source.text.encode(source.encoding) == raw


def test_only_the_first_mark_is_taken_off() -> None:
    assert decode("a.txt", codecs.BOM_UTF8 * 2).text == "\ufeff"


def test_the_configured_encoding_is_for_files_that_are_not_utf_8() -> None:
    assert decode("a.txt", b"it\x92s", "CP1252").text == "it’s"
    assert decode("a.txt", b"it\x92s", "windows-1252").encoding == "cp1252"
    assert decode("a.txt", "it’s".encode(), "cp1252").text == "it’s"
    assert decode("a.txt", b"caf\xe9", "latin-1").text == "café"
    assert decode("a.txt", "日本".encode("shift_jis"), "shift_jis").text == "日本"


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_text_without_a_mark_is_read_in_a_wide_encoding_that_is_configured(codec: str) -> None:
    for text in ("plain", ARTICLE):
        source = decode("a.txt", text.encode(codec), codec)
        assert (source.text, source.encoding, source.bom) == (text, codec, b"")


REFUSED = [
    (b"It\nisn\x92t", 'a.txt:2:4: error[EN01] byte 0x92 is not UTF-8; looks like Windows-1252. '
     'Save as UTF-8 or set encoding = "cp1252".'),
    (b"\x93Yes\x94", 'byte 0x93 is not UTF-8; looks like Windows-1252.'),
    (b"caf\xe9 au lait", 'a.txt:1:4: error[EN01] byte 0xe9 is not UTF-8; looks like Windows-1252.'),
    ("“é”\r\rx".encode() + b"\xff\xfe", "a.txt:3:2: error[EN01] byte 0xff is not UTF-8"),
    (b"\xed\xa0\x80", "a.txt:1:1: error[EN01] byte 0xed is not UTF-8. Save as UTF-8 or set"),
    (b"a\xc0\xaf", "a.txt:1:2: error[EN01] byte 0xc0 is not UTF-8"),
    (b"\xf5\x80\x80\x80", "byte 0xf5 is not UTF-8"),
    (b"\x80", "byte 0x80 is not UTF-8"),
    (b"ab \xf0\x9f\x98", "a.txt:1:4: error[EN01] byte 0xf0 is not UTF-8; the file ends inside a"),
    (codecs.BOM_UTF8 + b"a\n\xff", "a.txt:2:1: error[EN01] byte 0xff is not UTF-8, which the byte"),
    (codecs.BOM_UTF16_LE + b"a\0b", "a.txt:1:2: error[EN01] byte 0x62 is not UTF-16, which the"),
    (codecs.BOM_UTF16_BE + b"\xd8\x00\x00a", "a.txt:1:1: error[EN01] byte 0xd8 is not UTF-16"),
    (codecs.BOM_UTF32_BE + b"\0\0\xd8\0", "a.txt:1:1: error[EN01] byte 0x00 is not UTF-32"),
    (b"\0abc", "a.txt:1:1: error[EN03] NUL bytes; looks like a binary file"),
    (b"ab\ncd\0ef", "a.txt:2:3: error[EN03] NUL bytes; looks like a binary file"),
    (b"abc\0", "a.txt:1:4: error[EN03] NUL bytes"),
    (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "error[EN03] NUL bytes; looks like a binary file"),
    (codecs.BOM_UTF8 + b"ab\0", "a.txt:1:3: error[EN03] NUL bytes"),
    (codecs.BOM_UTF16_LE + "é\n\0".encode("utf-16-le"), "a.txt:2:1: error[EN03] NUL bytes"),
    ("plain".encode("utf-16-le"), 'a.txt: error[EN03] NUL bytes; looks like UTF-16 without a '
     'byte-order mark. Save as UTF-8 or set encoding = "utf-16-le".'),
    ("café".encode("utf-16-be"), 'set encoding = "utf-16-be".'),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "message"), REFUSED)
def test_bytes_that_are_no_utf_8_text_are_refused_with_their_place(
    raw: bytes, message: str
) -> None:
    assert message in refused(raw)


@pytest.mark.parametrize("undefined", [0x81, 0x8D, 0x8F, 0x90, 0x9D])
def test_an_undefined_byte_of_the_configured_encoding_is_refused(undefined: int) -> None:
    message = refused(b"caf\xe9\n\x93" + bytes([undefined]), "cp1252")

    assert f"a.txt:2:2: error[EN01] byte 0x{undefined:02x} is neither UTF-8 nor cp1252." in message


@pytest.mark.parametrize(("raw", "encoding"), [(b"a\0\xe9", "cp1252"), (b"a\0", "latin-1")])
def test_nul_bytes_are_refused_in_any_encoding(raw: bytes, encoding: str) -> None:
    assert "a.txt:1:2: error[EN03] NUL bytes" in refused(raw, encoding)


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        ("é日本".encode("utf-7") + b"\xff", "utf-7"),
        (b"\xff\\ud800", "unicode_escape"),
        (b"\xff", "idna"),
        (b"\x87\x90", "cp932"),  # a second byte form of a character
    ],
)
def test_what_would_make_byte_offsets_lie_is_refused(raw: bytes, encoding: str) -> None:
    assert "error[EN01]" in refused(raw, encoding)


def test_an_encoding_with_shift_sequences_is_refused() -> None:
    raw = codecs.BOM_UTF8[:1] + b"x"
    shifted = "日本".encode("iso2022_jp")

    # seven-bit codecs look like UTF-8; only what they shift to would tell them apart
    assert decode("a.txt", shifted, "iso2022_jp").encoding == "utf-8"
    assert "error[EN01]" in refused(shifted + raw, "iso2022_jp")


@pytest.mark.parametrize(
    "encoding", ["nope", "", "a\0b", "rot13", "base64", "utf-16", "utf-32", "utf-8-sig", "punycode"]
)
def test_an_encoding_that_no_text_file_has_is_a_mistake_of_the_configuration(encoding: str) -> None:
    with pytest.raises(ConfigError, match=r"for text files\. Use one like utf-8") as caught:
        decode("a.txt", b"", encoding)

    assert caught.value.code == "CF04"


def test_the_bytes_are_kept_as_they_are() -> None:
    raw = codecs.BOM_UTF8 + b"a\r\n"

    assert decode("a.txt", raw).raw == raw


@given(
    st.binary(max_size=40), st.sampled_from(["utf-8", "cp1252", "utf-16-le", "cp932", "latin-1"])
)
def test_any_bytes_are_decoded_without_loss_or_refused(raw: bytes, encoding: str) -> None:
    try:
        source = decode("a.txt", raw, encoding)
    except ReadError:
        return
    assert source.bom + source.text.encode(source.encoding) == raw
    assert "\0" not in source.text
    index = LineIndex(source.text, encoding=source.encoding, bom_length=len(source.bom))
    assert index.position(len(source.text)).byte == len(raw)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_any_text_survives_every_mark(text: str) -> None:
    for mark, codec in MARKED:
        assert decode("a.txt", mark + text.encode(codec)).text == text
