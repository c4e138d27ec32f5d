"""
Images whose alternative text is missing, or is the name of a file.

In HTML an empty text says on purpose that the image is decoration. Markdown has no other way to
leave it out, so there it counts as missing, except in an image written as HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from copydesk.document import Image
from copydesk.finding import Hit
from copydesk.scan import Context

OPTIONS = {
    "empty_words": ["image"],
    # texts that say no more than that there is an image
}
SLOTS = frozenset({"what", "file"})

_FILE_NAME = re.compile(r"(?i)^[^\s/]+\.(?:jpe?g|png|gif|webp|svg|avif|heic|tiff?|bmp)$")
_CAMERA_NAME = re.compile(r"(?i)^(?:img|dsc[nf]?|image|photo|screenshot|p)[-_ ]?\d{2,}$")
_LONGEST_NAME = 60
"""Characters of a file name in a message; data addresses have no end."""


def find(context: Context) -> Iterator[Hit]:
    """Yield each image that says nothing to those who cannot see it."""
    views = context.views
    for index in views.visible:
        for image in views.blocks[index].images:
            what = _fault(context, image)
            if what:
                name = _file_name(image.target)
                slots = {"what": what, "file": name}
                yield Hit(span=image.span, match=name, block=index, slots=slots)


def _fault(context: Context, image: Image) -> str:
    if image.alt is None:
        return "no alternative text"
    alt = image.alt.strip()
    if not alt:
        written = context.views.document.source[image.span.start : image.span.end]
        return "" if written.startswith("<") else "no alternative text"
    if _FILE_NAME.match(alt) or _CAMERA_NAME.match(alt) or alt == _stem(image.target):
        return "a file name for its text"
    if alt.lower() in context.rule.options["empty_words"]:
        return f"only '{alt}' for its text"
    return ""


def _file_name(target: str) -> str:
    if target.startswith("data:"):
        return "data"
    path = target.partition("?")[0].partition("#")[0]
    return unquote(path.rpartition("/")[2])[:_LONGEST_NAME] or "image"


def _stem(target: str) -> str:
    stem = _file_name(target).rpartition(".")[0]
    # A one-word name may be a good text; one with separators never is.
    return stem if any(mark in stem for mark in "-_") else ""
