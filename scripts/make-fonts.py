"""Makes the fonts of kernel-lib/assets/fonts: small TrueType subsets whose outlines the cards draw themselves.

Needs fonttools 4.x and four source files (see kernel-lib/assets/fonts/README.md for where they come from):

    python scripts/make-fonts.py --inter Inter_400Regular.ttf --inter-semibold Inter_600SemiBold.ttf \
        --cjk NotoSansCJK-Regular.ttc --cjk-bold NotoSansCJK-Bold.ttc

The results are renamed, as the Open Font License asks of changed fonts, and do not depend on the clock.
"""

import argparse
import re
from pathlib import Path

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont, newTable

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "kernel-lib" / "assets" / "fonts"

LATIN = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),  # Latin-1 and Latin Extended-A
    *range(0x1CD, 0x1DD),  # pinyin vowels
    *range(0x370, 0x400),  # Greek
    *range(0x400, 0x460),  # Cyrillic
    *range(0x2010, 0x2028),
    *range(0x2030, 0x203B),
    *map(ord, "⁰⁻¹²³⁴⁵⁶⁷⁸⁹←↑→↓−×÷±≤≥≈≠√∞·•°…�□"),
]
CJK_MARKS = [*range(0x3000, 0x3003), *range(0x3008, 0x3012), *range(0x3014, 0x3016), *range(0xFF01, 0xFF5F)]


def common_chinese():
    """The 3,755 everyday characters: level 1 of GB 2312, rows 16 to 55 by sound."""
    rows = ((row, cell) for row in range(16, 56) for cell in range(1, 95))
    for row, cell in rows:
        try:
            yield ord(bytes((0xA0 + row, 0xA0 + cell)).decode("gb2312"))
        except UnicodeDecodeError:
            pass


def vocabulary():
    """Every Chinese character in the sources of the library: what its own sentences are made of."""
    text = "".join(path.read_text("utf-8") for path in sorted((ROOT / "kernel-lib" / "src").rglob("*.ts")))
    return sorted({ord(c) for c in re.findall(r"[\u4e00-\u9fff]", text)})


def to_truetype(font):
    """Cubic (CFF) outlines to quadratic ones, off by at most 1/1000 of an em."""
    if "CFF " not in font:
        return
    glyphs, order = font.getGlyphSet(), font.getGlyphOrder()
    table = newTable("glyf")
    table.glyphs, table.glyphOrder = {}, order
    for name in order:
        pen = TTGlyphPen(None)
        glyphs[name].draw(Cu2QuPen(pen, 1.0, reverse_direction=True))
        table.glyphs[name] = pen.glyph()
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    for field in (
        "maxZones maxTwilightPoints maxStorage maxFunctionDefs maxInstructionDefs maxStackElements "
        "maxSizeOfInstructions maxComponentElements maxPoints maxContours maxCompositePoints maxCompositeContours "
        "maxComponentDepth"
    ).split():
        setattr(maxp, field, 0)
    font["loca"], font["glyf"] = newTable("loca"), table
    for tag in ("CFF ", "VORG"):
        if tag in font:
            del font[tag]
    font.sfntVersion = "\x00\x01\x00\x00"


def make(source, codes, family, style, target, face=None):
    """Subset `source` to `codes`, turn it into plain TrueType, rename it and write it to `target`."""
    font = TTFont(source, recalcTimestamp=False) if face is None else pick(source, face)
    if "zero.tf" in font.getGlyphOrder():  # columns of figures line up
        for table in font["cmap"].tables:
            for digit, name in zip(range(0x30, 0x3A), "zero one two three four five six seven eight nine".split()):
                if digit in table.cmap:
                    table.cmap[digit] = f"{name}.tf"
    options = Options()
    options.layout_features, options.hinting, options.glyph_names = [], False, False
    options.name_IDs, options.notdef_outline, options.recalc_timestamp = [0, 13, 14], True, False
    options.drop_tables += "GSUB GPOS GDEF BASE vhea vmtx VORG gasp DSIG STAT MVAR HVAR fvar avar gvar meta".split()
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    to_truetype(font)
    names = font["name"]
    for record, value in ((1, family), (2, style), (4, f"{family} {style}"), (6, f"{family}-{style}".replace(" ", ""))):
        names.setName(value, record, 3, 1, 0x409)
    font["post"].formatType = 3.0
    font.save(FONTS / target)
    print(f"{target}: {len(font.getBestCmap())} characters, {(FONTS / target).stat().st_size} bytes")


def pick(source, face):
    """One face of a collection, by its full name."""
    for font in TTCollection(source).fonts:
        if font["name"].getDebugName(4).startswith(face):
            font.recalcTimestamp = False
            return font
    raise SystemExit(f"{source} has no face {face}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("inter", "inter-semibold", "cjk", "cjk-bold"):
        parser.add_argument(f"--{name}", required=True)
    given = parser.parse_args()
    words = vocabulary()
    make(given.inter, LATIN, "Facegauge Sans", "Regular", "latin-regular.ttf")
    make(given.inter_semibold, LATIN, "Facegauge Sans", "SemiBold", "latin-semibold.ttf")
    common = [*CJK_MARKS, *common_chinese(), *words]
    make(given.cjk, common, "Facegauge Sans SC", "Regular", "chinese-regular.ttf", "Noto Sans CJK SC")
    make(given.cjk_bold, [*CJK_MARKS, *words], "Facegauge Sans SC", "Bold", "chinese-bold.ttf", "Noto Sans CJK SC")
