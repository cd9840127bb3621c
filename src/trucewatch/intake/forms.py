"""Submissions of our forms for ODK and Kobo: every submission is one item, every answer a line.

Read are the JSON of Kobo and of ODK Central, and the XML of a submission. A calculated field,
`trucewatch_form`, names the form, because servers give forms ids of their own. What devices and
servers add (user names, telephone numbers) stays in the stored original.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final, cast

import msgspec
from msgspec import Struct

from trucewatch.errors import IntakeError
from trucewatch.intake.jsontext import unescaped, values
from trucewatch.intake.parts import Part, Unpacked, Writer, limited, partial
from trucewatch.intake.table import says_something
from trucewatch.intake.text import decoding_issues
from trucewatch.intake.xmltext import (
    Chars,
    Node,
    chars,
    decode_xml,
    elements,
    is_cut,
    local,
    tokens,
)
from trucewatch.model import Entry, Issue, Span
from trucewatch.model.items import EntryLayout

MARK: Final = "trucewatch_form"
_TIMES: Final = ("_submission_time", "submissionDate", "end")


class _Results(Struct, frozen=True):
    results: tuple[msgspec.Raw, ...] = ()
    value: tuple[msgspec.Raw, ...] = ()


@cache
def table() -> dict[str, Any]:
    """Load `forms.toml` once: the forms by name, and `choices`."""
    return tomllib.loads(
        files("trucewatch.intake").joinpath("forms.toml").read_text(encoding="utf-8")
    )


def unpack(payload: bytes) -> Unpacked:
    """Return the submissions.

    Raises:
        IntakeError: it is neither the JSON nor the XML of submissions.
    """
    skipped: list[Issue] = []
    data = payload.removeprefix(b"\xef\xbb\xbf").lstrip()
    is_json = data[:1] in {b"{", b"["}
    found = _json(data, skipped) if is_json else _xml(payload, skipped)
    parts, issues = limited(found, "submissions")
    return Unpacked(
        media_type="application/json" if is_json else "application/xml",
        parts=parts,
        issues=(*issues, *skipped),
    )


def _json(data: bytes, skipped: list[Issue]) -> Iterator[Part]:
    try:
        if data.startswith(b"["):
            rows = msgspec.json.decode(data, type=tuple[msgspec.Raw, ...])
        else:
            several = msgspec.json.decode(data, type=_Results)
            rows = several.results or several.value or (msgspec.Raw(data),)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise IntakeError(
            f"the submissions cannot be read: {error}",
            fix="export them again (JSON, to their end) and add that file",
        ) from error
    for number, row in enumerate(rows, start=1):
        own = bytes(row)
        try:
            msgspec.json.decode(own)
            source = own.decode("utf-8")
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            skipped.append(partial(f"submission {number} could not be read: look at it"))
            continue
        answers = {}
        for path, start, end in values(source):
            names = [one for one in path if isinstance(one, str)]
            if names:
                # Kobo writes "group/question" as one key, ODK Central nests them.
                answers[names[-1].rpartition("/")[2]] = unescaped(source, start, end)
        yield from _part(own, answers, number, "application/json", skipped)


def _xml(payload: bytes, skipped: list[Issue]) -> Iterator[Part]:
    decoded = decode_xml(payload, name="the submission")
    skipped += decoding_issues(decoded)
    source = decoded.text
    root = next((one.name for one in tokens(source) if one.kind == "open"), "")
    if is_cut(source):
        skipped.append(partial("the file ends in the middle: fetch it from the server again"))
    for number, node in enumerate(elements(source, frozenset({root})), start=1):
        answers = {name: found.within(node.start) for name, found in _leaves(source, node)}
        own = source[node.start : node.end].encode("utf-8", errors="replace")
        yield from _part(own, answers, number, "application/xml", skipped)


def _leaves(source: str, root: Node) -> Iterator[tuple[str, Chars]]:
    stack = [root]
    while stack:
        node = stack.pop()
        inner = [one for one in node.content if isinstance(one, Node)]
        if inner:
            stack.extend(reversed(inner))
        else:
            yield local(node.name), chars(source, node)


def _part(
    own: bytes, answers: Mapping[str, Chars], number: int, media_type: str, skipped: list[Issue]
) -> Iterator[Part]:
    """Yield the item of a submission; none where it is of no form of ours."""
    mark = answers.get(MARK)
    form = table().get(mark.text.strip()) if mark is not None else None
    if mark is None or form is None or "question" not in form:
        skipped.append(partial(f"submission {number} is of no form of ours: look at it"))
        return
    writer = Writer()
    cells: dict[str, Span] = {}
    for question in form["question"]:
        answer = answers.get(question["name"])
        if answer is None or not answer.text.strip():
            continue
        label = question["label"]
        choice = question["type"].removeprefix("select_one ")
        shown = table()["choices"].get(choice, {}).get(answer.text)
        runs: list[tuple[int, int, int]] = []
        if shown is None:
            shown = " ".join(answer.text.splitlines())
            places = answer.runs(0, len(answer.text)) if shown == answer.text else []
            runs = [(start + len(label) + 2, place, size) for start, place, size in places]
        line = writer.add(f"{label}: {shown}", "body", runs=runs, blank=0)
        if line is not None and says_something(shown):
            cells[question.get("cell", question["name"])] = Span(
                line.start + len(label) + 2, line.end
            )
    stated = next((answers[name].text for name in _TIMES if name in answers), None)
    yield Part(
        data=own,
        name=f"submission {number}",
        media_type=media_type,
        text=writer.text,
        blocks=tuple(writer.blocks),
        origins=tuple(writer.origins),
        title=form["title"],
        dates=((stated, "the time of submission"),) if stated else (),
        note=f"submission {number} of the {mark.text.strip()} form",
        article=False,
        entry=Entry(layout=cast("EntryLayout", mark.text.strip()), cells=cells),
    )
