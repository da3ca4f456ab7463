"""The little Markdown the library knows, to HTML and back: paragraphs, headings, lists, emphasis and links."""

import re
from collections.abc import Iterator
from html import escape, unescape
from html.parser import HTMLParser
from itertools import groupby

ESCAPED = re.compile(r"\\([\\*\[\]#>?.-])")
INLINE = re.compile(r"\*\*(?P<strong>[^*]+)\*\*|\*(?P<em>[^*]+)\*|\[(?P<text>[^\]]+)\]\((?P<href>[^)\s]+)\)")
IMAGE = re.compile(r"!\[(?P<alt>[^\]]*)\]\(|<img\b")
HEADING = re.compile(r"(#{2,3}) (.*)")
ITEM = re.compile(r"(?:[-*]|(\d+)\.) +(.*)")
SAFE = re.compile(r"(/(?!/)|https://|mailto:|tel:|#)")
MARKS = {"em": "*", "i": "*", "strong": "**", "b": "**"}
BLOCKS = {"p": "", "h2": "## ", "h3": "### ", "li": "- ", "blockquote": ""}


def to_html(text: str) -> str:
    """Write Markdown as HTML; what is not Markdown is shown as it was typed, never run."""
    return "".join(_block(lines) for lines in blocks(text))


def to_markdown(html: str) -> str:
    """Write HTML of the desk's editor as Markdown; what Markdown has no sign for keeps only its words."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    rows = [(kind, row.strip()) for kind, row in reader.rows if row.strip()]
    groups = (["\n".join(row for _, row in some)] for _, some in groupby(_numbered(rows), key=lambda row: row[0]))
    return "\n\n".join(part for group in groups for part in group)


def tidy(text: str) -> str:
    """Write Markdown the one way this house writes it."""
    return to_markdown(to_html(text))


def plain(text: str) -> str:
    """Leave the words of a text only."""
    return unescape(re.sub(r"<[^>]+>", "", to_html(text).replace("</p>", " ").replace("</li>", " "))).strip()


def words(text: str) -> int:
    """Count the words of a text.

    Returns
    -------
    int
        Words as a reader counts them.
    """
    return len(re.findall(r"\w[\w’'-]*", plain(text)))


def blocks(text: str) -> Iterator[list[str]]:
    """Cut a text at its empty lines, and before each heading."""
    for part in re.split(r"\n\s*\n", text.strip()):
        rows = [row.strip() for row in part.splitlines() if row.strip()]
        if rows and HEADING.match(rows[0]):
            yield rows[:1]
            rows = rows[1:]
        if rows:
            yield rows


def _block(rows: list[str]) -> str:
    if heading := HEADING.match(rows[0]):
        level = len(heading[1])
        return f"<h{level}>{_inline(heading[2])}</h{level}>"
    first = ITEM.match(rows[0])
    if first is None:
        return f"<p>{_inline(' '.join(rows))}</p>"
    kind = "ol" if first[1] else "ul"
    items = "".join(f"<li>{_inline(item)}</li>" for item in _items(rows))
    return f"<{kind}>{items}</{kind}>"


def _items(rows: list[str]) -> list[str]:
    """Join each item with the lines that go on with it."""
    items: list[str] = []
    for row in rows:
        if found := ITEM.match(row):
            items.append(found[2])
        else:
            items[-1] += f" {row}"
    return items


def _inline(text: str) -> str:
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[1])
        return f"\0{len(kept) - 1}\0"

    html = INLINE.sub(_mark, escape(ESCAPED.sub(keep, text), quote=False))
    return re.sub("\0(\\d+)\0", lambda found: escape(kept[int(found[1])], quote=False), html)


def _mark(found: re.Match[str]) -> str:
    if found["strong"]:
        return f"<strong>{found['strong']}</strong>"
    if found["em"]:
        return f"<em>{found['em']}</em>"
    if not SAFE.match(found["href"]):
        return found["text"]
    away = ' rel="noreferrer"' if found["href"].startswith("https:") else ""
    return f'<a href="{escape(unescape(found["href"]))}"{away}>{found["text"]}</a>'


def _numbered(rows: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Give the items of a list their number, and every other block a name of its own."""
    number = 0
    for place, (kind, row) in enumerate(rows):
        listed = kind in {"ul", "ol"}
        number = number + 1 if listed and place and rows[place - 1][0] == kind else 1
        sign = f"{number}. " if kind == "ol" else "- " if kind == "ul" else ""
        yield (kind if listed else f"{kind} {place}"), sign + row


class _Reader(HTMLParser):
    """Collects blocks as (kind, Markdown)."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[tuple[str, str]] = [("p", "")]
        self.lists: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"ul", "ol"}:
            self.lists.append(tag)
        elif tag == "a":
            self.links.append(dict(attrs).get("href") or "")
            self.put("[" if self.links[-1] else "")
        elif tag == "br":
            self.put(" ")
        elif tag in BLOCKS:
            self.rows.append((self.lists[-1] if tag == "li" and self.lists else tag, ""))
            self.put(BLOCKS[tag] if tag != "li" else "")
        else:
            self.put(MARKS.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in {"ul", "ol"} and self.lists:
            self.lists.pop()
            self.rows.append((f"after a list {len(self.rows)}", ""))
        elif tag == "a" and self.links:
            href = self.links.pop()
            self.put(f"]({href})" if href else "")
        elif tag in BLOCKS:
            self.rows.append(("p", ""))
        else:
            self.put(MARKS.get(tag, ""))

    def handle_data(self, data: str) -> None:
        text = re.sub(r"([\\*\[\]])", r"\\\1", re.sub(r"\s+", " ", data))
        if not self.rows[-1][1]:
            text = re.sub(r"^( ?)([#>?-]|\d+(?=\.))", _escape_first, text)
        self.put(text)

    def put(self, text: str) -> None:
        kind, row = self.rows[-1]
        self.rows[-1] = kind, row + text


def _escape_first(found: re.Match[str]) -> str:
    """Keep a first sign from becoming a heading or a list."""
    return found[1] + (f"{found[2]}\\" if found[2].isdigit() else f"\\{found[2]}")
