"""The three forms of a report."""

from __future__ import annotations

import math
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from faceid_app.errors import NotWritable, ReportRefused
from faceid_app.reports.report import Report, Section, Table, canonical_json, check_target
from tests.unit.reports.plots_of_each_kind import EACH

TABLE = Table(
    ("backbone", "accuracy", "n", "AUC", "note"),
    (("compact", "98.3 %", 6000, 0.99812345678, "<own> & fast"), ("sface", "> 99 %", 12, 0.5, None)),
    "Accuracy, n = 6,000.",
)
REPORT = Report(
    "Two <backbones> & more",
    {"data": "LFW & co", "seed": "0"},
    (
        Section("View 2", ("A first paragraph < second.", "Another one " + 30 * "with many words "), (TABLE,), EACH),
        Section("Empty", ()),
    ),
    {"b": {"n": np.int64(3), "rates": np.array([0.5, 1 / 3])}, "a": None},
)


# --- JSON ------------------------------------------------------------------------------------------------------------


def test_json_to_the_byte():
    assert REPORT.to_json() == (
        b'{\n "about": {\n  "data": "LFW & co",\n  "seed": "0"\n },\n'
        b' "figures": {\n  "a": null,\n  "b": {\n   "n": 3,\n'
        b'   "rates": [\n    0.5,\n    0.3333333333\n   ]\n  }\n },\n "title": "Two <backbones> & more"\n}\n'
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1 + 0.2, "0.3"),
        (-0.0, "0.0"),
        (1.0, "1.0"),
        (1e-300, "1e-300"),
        (123456789.123456, "123456789.1"),
        (np.float32(0.1), "0.1000000015"),
        (np.bool_(True), "true"),
        (True, "true"),
        (10**18, "1000000000000000000"),
        ("é", '"é"'),
        ((1, 2.5), "[\n  1,\n  2.5\n ]"),
        ([], "[]"),
    ],
)
def test_one_form_only(value, text):
    assert canonical_json({"v": value}).decode() == f'{{\n "v": {text}\n}}\n'


def test_the_order_in_which_keys_were_added_is_not_told():
    assert canonical_json({"a": 1, "b": 2}) == canonical_json({"b": 2, "a": 1})


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, np.float32("nan")])
def test_what_is_no_number_is_refused_with_its_place(value):
    with pytest.raises(ValueError, match=r"figures\.b\[1\]\.c must be finite"):
        canonical_json({"b": [0, {"c": value}]})
    with pytest.raises(ValueError, match=r"figures\.b\[0\]"):
        canonical_json({"b": np.array([value])})


@pytest.mark.parametrize("value", [{1: 2}, b"bytes", {1, 2}, Path("x"), object()])
def test_other_types_are_refused(value):
    with pytest.raises(ValueError, match=r"figures\.b"):
        canonical_json({"b": value})


# --- text ------------------------------------------------------------------------------------------------------------


def test_text():
    text = REPORT.to_text()
    assert text.startswith(
        "Two <backbones> & more\n======================\n\ndata  LFW & co\nseed  0\n\nView 2\n------\n\n"
    )
    assert (
        "Accuracy, n = 6,000.\n"
        "backbone  accuracy      n       AUC  note\n"
        "--------  --------  -----  --------  ------------\n"
        "compact     98.3 %  6,000  0.998123  <own> & fast\n"
        "sface       > 99 %     12       0.5  –\n"
    ) in text
    assert max(map(len, text.splitlines())) <= 100


def test_a_table_without_rows_and_one_without_caption():
    text = Report("t", {}, (Section("s", (), (Table(("a", "b"), (), ""),)),)).to_text()
    assert text == "t\n=\n\ns\n-\n\na  b\n-  -\n"


def test_a_row_needs_a_cell_a_column():
    with pytest.raises(ValueError, match="a row needs 2 cells"):
        Table(("a", "b"), ((1,),), "")


def test_columns_of_figures():
    table = Table(
        ("words", "counts", "rates", "limits", "mixed", "nothing", "switch"),
        (("a", 1, "5 %", "< 3", "1", None, True), ("–", None, "-0.5", "≤ 4 of 5", "one", None, False)),
        "",
    )
    assert table.numeric() == [False, True, True, True, False, False, False]
    assert table.cells()[0] == ["a", "1", "5 %", "< 3", "1", "–", "yes"]


# --- page ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def page() -> str:
    return REPORT.to_html().decode()


def test_the_page_is_well_formed(page):
    root = ElementTree.fromstring(page.partition("\n")[2])
    assert root.tag == "html"
    assert [node.text for node in root.iter("h1")] == ["Two <backbones> & more"]
    assert len(list(root.iter("section"))) == 2
    assert len(list(root.iter("{http://www.w3.org/2000/svg}svg"))) == len(EACH)
    assert len(list(root.iter("figcaption"))) == len(EACH)
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(set(ids)) == len(ids)
    links = [node.get("href") or "" for node in root.iter("a")]
    assert links == ["#s1", "#s2"]


class Loads(HTMLParser):
    """Everything that a browser would fetch or run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "link", "iframe", "object", "embed", "base", "form"):
            self.found.append((tag, ""))
        for name, value in attrs:
            outside = not (value or "").startswith(("#", "data:image/png"))
            if name.startswith("on") or (
                name in ("src", "href", "xlink:href", "srcset", "action", "poster") and outside
            ):
                self.found.append((tag, f"{name}={value}"))


def test_the_page_loads_and_runs_nothing(page):
    loads = Loads()
    loads.feed(page)
    assert loads.found == []
    assert "@import" not in page
    assert all(inner.startswith("#") for inner in re.findall(r"url\(([^)]*)\)", page))
    assert "default-src 'none'" in page


def test_the_page_has_what_readers_need(page):
    root = ElementTree.fromstring(page.partition("\n")[2])
    assert root.get("lang") == "en"
    assert "prefers-color-scheme:dark" in page
    assert "@media print" in page
    (table,) = root.iter("table")
    assert "".join((table.find("caption") or table).itertext()) == "Table 1. Accuracy, n = 6,000."
    assert [node.get("class") for node in table.iter("th") if node.get("scope") == "col"] == [
        "word", "num", "num", "num", "word",
    ]  # fmt: skip
    assert ["".join(node.itertext()) for node in table.iter("td")] == [
        "98.3 %", "6,000", "0.998123", "<own> & fast", "> 99 %", "12", "0.5", "–",
    ]  # fmt: skip
    assert all(node.get("aria-label") for node in root.iter("{http://www.w3.org/2000/svg}svg"))


def test_the_page_is_the_same_each_time(page):
    assert REPORT.to_html().decode() == page


def test_one_section_needs_no_contents():
    assert b"<nav" not in Report("t", {}, (Section("s", ("p",)),)).to_html()


# --- saving ----------------------------------------------------------------------------------------------------------


def test_the_ending_names_the_form(tmp_path):
    for ending in (".html", ".json", ".txt", ".JSON"):
        REPORT.save(tmp_path / f"report{ending}")
    assert (tmp_path / "report.html").read_bytes() == REPORT.to_html()
    assert (tmp_path / "report.json").read_bytes() == REPORT.to_json() == (tmp_path / "report.JSON").read_bytes()
    assert (tmp_path / "report.txt").read_text(encoding="utf-8") == REPORT.to_text()
    assert len(list(tmp_path.iterdir())) == 4


def test_an_older_report_is_replaced(tmp_path):
    (tmp_path / "r.json").write_text("older")
    REPORT.save(tmp_path / "r.json")
    assert (tmp_path / "r.json").read_bytes() == REPORT.to_json()


@pytest.mark.parametrize("name", ["report.pdf", "report", "missing/report.html"])
def test_what_cannot_be_a_report_is_refused_before(tmp_path, name):
    with pytest.raises(ReportRefused):
        check_target(tmp_path / name)
    with pytest.raises(ReportRefused):
        REPORT.save(tmp_path / name)


def test_a_folder_is_no_report(tmp_path):
    (tmp_path / "folder.html").mkdir()
    with pytest.raises(ReportRefused, match="it is a folder"):
        check_target(tmp_path / "folder.html")


def test_the_systems_refusal_is_told(tmp_path):
    with pytest.raises(NotWritable, match="too long"):
        REPORT.save(tmp_path / f"{'r' * 300}.txt")
    assert list(tmp_path.iterdir()) == []
