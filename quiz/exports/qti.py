"""A QTI 2.1 content package: manifest, test with a section for each kind, one file for each item."""

from __future__ import annotations

import hashlib
from xml.etree.ElementTree import Element

from paper.clean import clean
from paper.zipped import zipped

from ..item import KINDS
from .exam import Exam
from .qti_item import INSTANCE, item_xml, root
from .scoring import SCORING
from .xml import child, written

MANIFEST, TEST = "imsmanifest.xml", "test.xml"
PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
PACKAGE_SCHEMA = f"{PACKAGE} http://www.imsglobal.org/xsd/qti/qtiv2p1/qtiv2p1_imscpv1p2_v1p0.xsd"


def qti(exam: Exam) -> bytes:
    """The exam as a zip file that a QTI 2.1 system imports."""
    files = {MANIFEST: _manifest(exam), TEST: _test(exam)}
    files |= {_path(entry.item.id): item_xml(entry) for entry in exam.entries}
    return zipped(files)


def _path(item: str) -> str:
    return f"items/{item}.xml"


def _identifier(exam: Exam) -> str:
    """The identifier of a test: the same for the same title, so that a system knows it again."""
    return f"test-{hashlib.sha256(exam.title.encode()).hexdigest()[:12]}"


def _test(exam: Exam) -> bytes:
    test = root("assessmentTest", identifier=_identifier(exam), title=clean(exam.title))
    child(test, "outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float")
    part = child(
        test, "testPart", identifier="part", navigationMode="nonlinear", submissionMode="simultaneous"
    )
    child(part, "itemSessionControl", maxAttempts="1", showFeedback="true", allowReview="true")
    for kind, entries in exam.sections:
        section = child(part, "assessmentSection", identifier=kind, title=KINDS[kind], visible="true")
        child(child(section, "rubricBlock", view="candidate"), "p", SCORING[kind])
        for entry in entries:
            child(section, "assessmentItemRef", identifier=entry.item.id, href=_path(entry.item.id))
    total = child(child(child(test, "outcomeProcessing"), "setOutcomeValue", identifier="SCORE"), "sum")
    child(total, "testVariables", variableIdentifier="SCORE")
    return written(test)


def _manifest(exam: Exam) -> bytes:
    manifest = Element(
        "manifest",
        {
            "xmlns": PACKAGE,
            "xmlns:xsi": INSTANCE,
            "xsi:schemaLocation": PACKAGE_SCHEMA,
            "identifier": f"manifest-{_identifier(exam)}",
        },
    )
    metadata = child(manifest, "metadata")
    child(metadata, "schema", "QTIv2.1 Package")
    child(metadata, "schemaversion", "1.0.0")
    child(manifest, "organizations")
    resources = child(manifest, "resources")
    test = _resource(resources, f"resource-{_identifier(exam)}", "imsqti_test_xmlv2p1", TEST)
    for entry in exam.entries:
        name = f"resource-{entry.item.id}"
        child(test, "dependency", identifierref=name)
        _resource(resources, name, "imsqti_item_xmlv2p1", _path(entry.item.id))
    return written(manifest)


def _resource(resources: Element, name: str, sort: str, path: str) -> Element:
    made = child(resources, "resource", identifier=name, type=sort, href=path)
    child(made, "file", href=path)
    return made
