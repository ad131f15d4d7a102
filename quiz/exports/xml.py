"""XML elements with text that XML can hold."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from paper.clean import clean

HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n'


def child(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """A new element below another."""
    made = SubElement(parent, tag, attributes)
    if text:
        made.text = clean(text)
    return made


def written(root: Element, *, indented: bool = True) -> bytes:
    """The bytes of a document; not indented where blanks between its elements would be shown."""
    if indented:
        indent(root)
    return HEAD + tostring(root, encoding="unicode").encode() + b"\n"
