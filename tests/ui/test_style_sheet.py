"""The style sheet: light enough, legible in light and dark, mirrored by itself; what is vendored is what it says."""

import gzip
import hashlib
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "alongside" / "ui" / "static" / "ui"
CSS = (STATIC / "alongside.css").read_text()
TEXT_PAIRS = [
    ("ink", "paper"), ("ink", "surface"), ("ink", "well"), ("ink", "hover"), ("muted", "paper"), ("muted", "surface"), ("muted", "hover"),
    ("accent", "paper"), ("accent", "surface"), ("accent", "accent-soft"), ("accent-deep", "accent-soft"), ("on-accent", "accent"),
    ("on-accent", "accent-deep"), ("on-cover", "cover"), ("on-cover", "cover-raised"), ("cover-muted", "cover-raised"),
    ("achieved", "achieved-soft"), ("achieved", "paper"), ("progressing", "progressing-soft"), ("progressing", "paper"),
    ("practise", "practise-soft"), ("practise", "paper"), ("unseen", "paper"), ("unseen", "hover"), ("alarm", "paper"), ("alarm", "surface"), ("alarm", "alarm-soft"),
]  # fmt: skip
EDGE_PAIRS = [("edge", "surface"), ("edge", "paper"), ("accent", "paper"), ("cover-edge", "cover")]


def themes() -> dict[str, dict[str, str]]:
    """Return the tokens of each theme, the dark ones laid over the light ones."""
    light = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", CSS.split("@media", 1)[0]))
    asked, chosen = (
        dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block))
        for block in re.findall(r"color-scheme: dark;(.*?)\}", CSS, re.S)
    )
    return {"light": light, "dark because the system is": light | asked, "dark because it was chosen": light | chosen}


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2.1 defines it, 1 to 21."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", list(themes()))
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_is_legible(theme: str, text: str, ground: str) -> None:
    tokens = themes()[theme]
    assert contrast(tokens[text], tokens[ground]) >= 4.5


@pytest.mark.parametrize("theme", list(themes()))
@pytest.mark.parametrize(("edge", "ground"), EDGE_PAIRS)
def test_the_edge_of_a_box_can_be_seen(theme: str, edge: str, ground: str) -> None:
    tokens = themes()[theme]
    assert contrast(tokens[edge], tokens[ground]) >= 3


def test_contrast_is_that_of_the_guideline() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_both_ways_into_the_dark_show_the_same_colours() -> None:
    assert themes()["dark because the system is"] == themes()["dark because it was chosen"] != themes()["light"]


def test_it_stays_light() -> None:
    assert len(gzip.compress(CSS.encode(), 9)) <= 12 * 1024
    assert len(gzip.compress((STATIC / "vendor" / "htmx.min.js").read_bytes(), 9)) <= 20 * 1024


def test_no_line_knows_left_from_right() -> None:
    physical = (
        r"(?:^|[;{\s])((?:margin|padding|border)-(?:left|right)|left|right|text-align:\s*(?:left|right)|float)\s*[:;]"
    )
    assert not re.findall(physical, CSS)


@pytest.mark.parametrize("folder", [STATIC / "vendor", ROOT / "tests" / "vendor"], ids=["shipped", "for tests"])
def test_what_is_carried_is_what_the_list_says(folder: Path) -> None:
    listed = {one["path"]: one for one in tomllib.loads((folder / "VENDOR.toml").read_text())["file"]}
    assert set(listed) == {file.name for file in folder.iterdir()} - {"VENDOR.toml"}
    for name, one in listed.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == one["sha256"]
        assert one["version"] and one["licence"]
    if folder == STATIC / "vendor":
        assert {one["licence"] for one in listed.values()} <= {
            "0BSD",
            "MIT",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "Apache-2.0",
        }
