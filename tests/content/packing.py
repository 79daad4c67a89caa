"""Packs as somebody might send them: plain, and made to do harm."""

import io
import stat
import struct
import zipfile
from collections.abc import Mapping


def one_of_each(files: Mapping[str, str]) -> dict[str, str]:
    """The small library with one lesson, one item and one act: here it is counted what is said, and of how much."""
    small = {name: text for name, text in files.items() if "/lessons/" not in name and "/items/" not in name}
    lesson, items = "en/lessons/rights/rights-01.md", "en/items/rights.yaml"
    acts = files["en/acts.yaml"].partition("\n- id: ")[0].removesuffix("\n") + "\n"
    return {
        **small,
        "plan.yaml": "lessons: [rights-01]\n",
        lesson: files[lesson],
        items: files[items].partition("\n- id: ")[0].removesuffix("\n") + "\n",
        "en/acts.yaml": acts,
    }


def zipped(files: Mapping[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file with these files in it."""
    return zip_of([(zipfile.ZipInfo(name), text) for name, text in files.items()], compression)


def zip_of(entries: list[tuple[zipfile.ZipInfo, bytes | str]], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file with these very entries, also where two have one name."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        for info, text in entries:
            archive.writestr(info, text, compression)
    return body.getvalue()


def link(name: str, to: str) -> bytes:
    """A zip file with a symbolic link in it."""
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return zip_of([(info, to)])


def locked(files: Mapping[str, bytes | str]) -> bytes:
    """A zip file whose entries say that they are locked with a password."""
    body = bytearray(zipped(files))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = body.find(mark)
        while at >= 0:
            struct.pack_into("<H", body, at + flags, struct.unpack_from("<H", body, at + flags)[0] | 1)
            at = body.find(mark, at + 1)
    return bytes(body)


def lying(name: str, size: int) -> bytes:
    """A zip file with an entry that says it holds one byte, and holds many."""
    body = bytearray(zipped({name: b" " * size}))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", body, body.find(mark) + place, 1)
    return bytes(body)


def renamed(body: bytes, old: bytes, new: bytes) -> bytes:
    """A zip file in which a name is another one of the same length, which no program that packs would write."""
    assert len(old) == len(new)
    return body.replace(old, new)
