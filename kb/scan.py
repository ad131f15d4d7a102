"""One reading of a text from left to right: where citations begin, how lists of them go on, where they lead."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from .citation import Citation, Found, Unread
from .names import KIND_WORDS, UNHELD
from .numerals import HAN, to_int
from .pointing import Last, Pointers, Reached, Standing
from .steps import NUMERAL, Rank, Reading, Steps, Token, tokens_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .documents import Document
    from .mentions import Finder

DEFAULT = "criminal_law"  # 未写文件名的「第二百六十六条」指刑法

CUES = "根据|依照|按照|依据|违反|适用|触犯|参照|参见|对照|符合|结合|涉嫌|构成|查|看|见|及|与|和|或|由"
AFTER_CUE = re.compile(rf"(?:^|{CUES}|[^\w\u3400-\u9fff)》])$")
WORD = r"(?P<word>以及|或者?|、|,|;|/|和|与|及|至|到|-)"
AND = re.compile(rf"{WORD}(?=第|\({NUMERAL}\)|[{HAN}]+(?:之[{HAN}]+)?条)")
AND_BARE = re.compile(rf"{WORD}(?=第|\(?{NUMERAL})")  # 第一、二款；刑法266条、312条
ADJOINING = re.compile(
    rf"(?P<word>)(?=第?{NUMERAL}(?:之{NUMERAL})?条|\({NUMERAL}\))"
)  # 25条26条；第（一）（二）项
INSERTED = re.compile(rf"(?:、|,|和|与|及)之(?P<number>{NUMERAL})(?![款项条])")  # 第二百八十七条之一、之二
RANGE = {"至", "到", "-"}
NO_ARTICLE = re.compile(
    r"条(?:聊天|短信|信息|消息|记录|微信|语音|线索|新闻|评论|数据|视频|公告|转账|流水|裤|船|路|街)"
)
FOREIGN = re.compile(
    r"(?:[法例则程约议书告规度单册》]|规定|合同|解释|意见|纪要|决定|批复|通知)$"
)  # 某法第几条，不知何法
OWN = re.compile(r"本(?:法|解释|意见|规定|决定|办法|条例|纪要|批复|通知|修正案)")
POINTERS = frozenset("第前上同该本")
SAME = re.compile(
    r"(?:该|(?P<before>上述|前述|同一))(?P<word>法(?!院|律|定|人|官)|解释|意见|规定|决定|办法|条例|纪要|批复|通知)|同(?P<law>法)(?=第)"
)
SAME_KINDS = {"法": {"law"}, **KIND_WORDS}
SHORT_FOR = re.compile(r"以下(?:简称|称)(?:为|:)?[“\"]?(?P<name>《[^》]+》|[^()《》“”\"]{3,20})[”\"]?\)")


class Scan:
    """One reading of a text from left to right."""

    def __init__(self, finder: Finder, plain: str, standing: Standing | None) -> None:
        self.finder, self.plain, self.standing = finder, plain, standing
        self.pointers = Pointers(plain, standing, finder)
        self.named = False  # a document has been named: a bare article may be of that one
        self.last: Last | None = None
        self.local = dict(standing.local) if standing else {}
        self.spoken: list[tuple[str, str]] = []  # the documents named so far, each with the words
        self.meant: dict[str, tuple[int, str]] = {}  # what 该法 meant when so many had been named
        self.stops = [match.start() for match in re.finditer("。", plain)]

    def read(self) -> Iterator[Found | Unread]:
        """Every citation, and what cites something that is not held, by the places of the plain text."""
        at = 0
        while at < len(self.plain):
            if not self._may_begin(at):
                at += 1
                continue
            begun = self._begins(at)
            if begun.document not in self.finder.documents:
                self.last = None if begun.end > at else self.last
                named, after = begun.end > at, at + 1
                if named or self._lacks_a_document(at):
                    passed, cited = self._past(max(begun.end, at))
                    after = passed if named else after
                    if named or cited > at:
                        yield Unread(at, cited, named=named)
                at = after
                continue
            start, at = at, max(begun.end, at + 1)
            for one, end in self._listed(begun, start):
                if one is not None:
                    yield one
                at = max(at, end)

    def _may_begin(self, at: int) -> bool:
        """What begins a citation: a name, 第, 前款, 同条, or a name that the document gave."""
        character = self.plain[at]
        return (
            character in POINTERS
            or self.finder.names.may_begin(self.plain, at)
            or any(name[0] == character for name in self.local)
        )

    def _begins(self, at: int) -> Reached:
        """The document of the citation that begins here, the steps already taken, where the next ones stand."""
        name, end = self._name(at)
        self.named = self.named or end > at
        if end > at:
            return Reached(name or UNHELD, {}, end)
        near = self.last if self.last and self._in_one_sentence(self.last.end, at) else None
        relative = self.pointers.at(at, near, self.last)
        return relative or Reached(self._owner(at, near), {}, at)

    def _in_one_sentence(self, start: int, end: int) -> bool:
        return bisect_left(self.stops, start) == bisect_left(self.stops, end)

    def _owner(self, at: int, near: Last | None) -> str:
        """The document of an article that is named without one; UNHELD where none can be meant."""
        if not self._is_bare_article(at) or FOREIGN.search(self.plain[max(0, at - 2) : at]):
            return UNHELD
        own = self.standing is not None and self.plain[max(0, at - 2) : at] in {"前述", "上述"}
        if near is not None and not own:
            return near.document
        if self.standing is not None:
            return self.standing.default
        alone = not self.named and AFTER_CUE.search(self.plain[max(0, at - 2) : at])
        return DEFAULT if alone else UNHELD

    def _name(self, at: int) -> tuple[str | None, int]:
        for name, document in self.local.items():
            if self.plain.startswith(name, at):
                return document, at + len(name)
        if same := SAME.match(self.plain, at):
            steps = tokens_at(self.plain, same.end())
            if steps or not (same["before"] or same["law"]):
                return self._same(same["word"] or same["law"]), same.end()
        named, end = self.finder.names.at(self.plain, at)
        if self.standing and end > at and OWN.fullmatch(self.plain, at, end):
            return self.standing.document, end
        if end > at:
            self.spoken.append((named or UNHELD, self.plain[at:end]))
            if self.standing is None:
                self._learn(named or UNHELD, at, end)
        return named, end

    def _learn(self, document: str, start: int, end: int) -> None:
        """What the text itself calls a document from here on: （以下简称《解释》）."""
        short = SHORT_FOR.search(self.plain, start, end) or SHORT_FOR.match(self.plain, end + 1)
        if short:
            self.local = {short["name"]: document, **self.local, short["name"]: document}

    def _same(self, word: str) -> str:
        """The document last named that 该法, 前述解释 can mean."""
        told, document = self.meant.get(word, (0, UNHELD))
        since = reversed(self.spoken[told:])
        document = next((one for one, said in since if self._fits(one, said, word)), document)
        self.meant[word] = len(self.spoken), document
        return document

    def _fits(self, document: str, said: str, word: str) -> bool:
        if document not in self.finder.documents:
            return said.partition("(")[0].rstrip("》").endswith(word)
        held = self.finder.documents[document]
        return held.kind in SAME_KINDS.get(word, ()) or held.title.endswith(word)

    def _lacks_a_document(self, at: int) -> bool:
        """An article is named, and of no document that could be told; not of a contract, of another norm's article."""
        return self._is_bare_article(at) and not FOREIGN.search(self.plain[max(0, at - 2) : at])

    def _past(self, at: int) -> tuple[int, int]:
        """Past the steps and lists that belong to a document we do not hold; and past those that are more than a number."""
        tokens, cited = tokens_at(self.plain, at), at
        while tokens:
            at = tokens[-1].end
            cited = next((token.end for token in reversed(tokens) if not token.plain), cited)
            more = AND.match(self.plain, at)
            tokens = tokens_at(self.plain, more.end()) if more else []
        return at, cited

    def _is_bare_article(self, at: int) -> bool:
        """第二百六十六条, 287条之二, （264条）; no other bare number is enough."""
        if self.plain[at] not in "第0123456789" or (at and self.plain[at - 1].isdecimal()):
            return False
        tokens = tokens_at(self.plain, at)
        if not tokens or tokens[0].unit != "条" or NO_ARTICLE.match(self.plain, tokens[0].end - 1):
            return False
        bracketed = self.plain[at - 1 : at] == "(" and self.plain[tokens[-1].end : tokens[-1].end + 1] == ")"
        return tokens[0].ordinal or tokens[0].inserted or bracketed

    def _listed(self, begun: Reached, start: int) -> Iterator[tuple[Found | Unread | None, int]]:
        """The provisions named one after another (第一条第一款、第二款和第二条), or the document alone."""
        document, at = self.finder.documents[begun.document], begun.end
        reading = self.finder.reading(document)
        steps, used = reading.steps(tokens := tokens_at(self.plain, at), begun.steps, whole=False)
        if not used:
            yield self._alone(document, reading, begun, start), at
        since: Steps | None = None
        while used:
            token = tokens[used - 1]
            yield self._reached(document, steps, since, start, token.end), token.end
            self.last = Last(document.id, steps, token.end)
            inserted = INSERTED.match(self.plain, token.end)
            if inserted and max(steps) is Rank.TOP:
                steps = {Rank.TOP: f"{steps[Rank.TOP].split('-')[0]}-{to_int(inserted['number'])}"}
                yield (
                    self._reached(document, steps, None, inserted.start() + 1, inserted.end()),
                    inserted.end(),
                )
                break
            more = _more(self.plain, token)
            since = steps if more and more["word"] in RANGE else None
            start = at = more.end() if more else token.end
            tokens = tokens_at(self.plain, at) if more else []
            steps, used = reading.steps(tokens, steps, whole=False)

    def _alone(self, document: Document, reading: Reading, begun: Reached, start: int) -> Found | None:
        """A document without steps, or what a word like 前款 says by itself."""
        if begun.end == start or begun.silent:  # 第九项 of a text that has none; 本条
            return None
        own = self.standing is not None and document.id == self.standing.document
        self.last = Last(document.id, begun.steps, begun.end)
        if not begun.steps:
            return None if own else Found(document.id, start, begun.end)
        paths = [reading.path(steps) for steps in (begun.steps, *begun.others)]
        held = [str(Citation(document.id, path)) for path in paths if path is not None]
        return Found(held[0], start, begun.end, tuple(held[1:])) if len(held) == len(paths) else None

    def _reached(
        self, document: Document, steps: Steps, since: Steps | None, start: int, end: int
    ) -> Found | Unread:
        reading = self.finder.reading(document)
        path = reading.path(steps)
        number, said = steps[max(steps)], steps
        if path is None and since is None and "-" in number:  # 第25-27条
            first, last = number.split("-")
            below = {**steps, max(steps): str(int(first) - 1)} if int(first) < int(last) else None
            since, steps = below, {**steps, max(steps): last}
        passed = reading.between(since, steps) if since else ()
        paths = dict.fromkeys([*([path] if path else ()), *reversed(passed)])
        held = [str(Citation(document.id, one)) for one in paths]
        if not held:
            return Unread(start, end, Citation(document.id, as_said(said)))
        return Found(held[0], start, end, tuple(held[1:]))


def as_said(steps: Steps) -> tuple[str, ...]:
    """The path that steps write, whether or not there is such a provision."""
    said = {Rank.PARAGRAPH: "1", **steps} if max(steps) > Rank.PARAGRAPH else steps
    return tuple(said[rank] for rank in Rank if rank in said)


def _more(plain: str, token: Token) -> re.Match[str] | None:
    """What joins the next citation of a list to this one."""
    loose = token.shared or not token.ordinal
    joined = (AND_BARE if loose else AND).match(plain, token.end)
    if joined is None and (token.bracketed or not token.ordinal):
        joined = ADJOINING.match(plain, token.end)
    return joined
