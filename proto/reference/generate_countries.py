#!/usr/bin/env python3
"""Writes country_data.cc from ISO 3166-1 (Debian's iso-codes) and the tables beside this file.

Every table is checked on the way: an unknown code, a country without a region, a border that stands on one side only,
or a name that means two countries ends the build with a message.
"""
import argparse
import json
import pathlib
import sys
import unicodedata


def fail(message):
    sys.exit(f"generate_countries.py: {message}")


def rows(path, columns):
    """Lines of a tab-separated table without comments, each split into `columns` cells."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != columns:
            fail(f"{path.name}:{number}: {len(cells)} columns instead of {columns}")
        yield number, cells


def folded(name):
    """What countries.cc compares; there with ICU, here close enough to find names that would collide."""
    name = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold()).replace("&", "and")
    key = "".join(c for c in name if c.isalnum())
    return key.removeprefix("the")


def read_iso(path):
    try:
        countries = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))["3166-1"]
    except (OSError, ValueError, KeyError) as error:
        fail(f"{path} is not ISO 3166-1 as iso-codes ships it: {error!r}")
    return {c["alpha_2"]: c for c in sorted(countries, key=lambda c: c["alpha_2"])}


def read_regions(path, iso):
    regions = {}
    for number, (region, subregion, codes) in rows(path, 3):
        for code in codes.split():
            if code not in iso or code in regions:
                fail(f"{path.name}:{number}: {code} is no country of ISO 3166-1 or has a region already")
            regions[code] = (region, subregion)
    missing = sorted(set(iso) - set(regions))
    if missing:
        fail(f"{path.name}: no region for {', '.join(missing)}")
    return regions


def read_neighbours(path, iso):
    neighbours = {}
    for number, (code, others) in rows(path, 2):
        if code in neighbours:
            fail(f"{path.name}:{number}: {code} stands there twice")
        neighbours[code] = sorted(others.split())
        for other in [code, *neighbours[code]]:
            if other not in iso:
                fail(f"{path.name}:{number}: {other} is no country of ISO 3166-1")
    for code, others in neighbours.items():
        for other in others:
            if other == code or others.count(other) > 1 or code not in neighbours.get(other, []):
                fail(f"{path.name}: the border {code}-{other} does not stand once under both countries")
    return neighbours


def read_names(tables, iso):
    """Returns the display name of each code, and for each folded name its first spelling and its code."""
    display = {code: c.get("common_name", c["name"]) for code, c in iso.items()}
    for number, (code, name) in rows(tables / "display_names.tsv", 2):
        if code not in iso:
            fail(f"display_names.tsv:{number}: {code} is no country of ISO 3166-1")
        display[code] = name
    names = {}

    def add(code, name, where):
        other = names.setdefault(folded(name), (name, code))
        if other[1] != code:
            fail(f"{where}: '{name}' means {other[1]} as well as {code}")
        return other[0] is name

    for code, country in iso.items():
        for name in (display[code], country["name"], country.get("official_name", display[code])):
            add(code, name, "ISO 3166-1")
    for number, (code, name) in rows(tables / "aliases.tsv", 2):
        if code not in iso:
            fail(f"aliases.tsv:{number}: {code} is no country of ISO 3166-1")
        if not add(code, name, f"aliases.tsv:{number}"):
            fail(f"aliases.tsv:{number}: {code} is found by '{name}' without this line")
    return display, names


def literal(text):
    # u8 would make it char8_t; the file is UTF-8 and g++ takes it so.
    return json.dumps(text, ensure_ascii=False)


def official(country, display):
    name = country.get("official_name", "").removeprefix("the ")
    return "" if name == display else name


def generate(iso, display, names, regions, neighbours):
    place = {code: i for i, code in enumerate(iso)}
    out = ["// Written by generate_countries.py; changes here are lost.",
           '#include "proto/reference/country_data.h"', "",
           "namespace lectern::reference::data {", "namespace {", ""]
    for code in neighbours:
        others = ", ".join(literal(other) for other in neighbours[code])
        out.append(f"constexpr std::string_view kNeighbours{code}[] = {{{others}}};")
    out += ["", "constexpr Country kCountries[] = {"]
    for code, c in iso.items():
        cells = [code, c["alpha_3"], c["numeric"], display[code], official(c, display[code]), *regions[code]]
        borders = f"kNeighbours{code}" if code in neighbours else "{}"
        out.append(f"    {{{', '.join(literal(cell) for cell in cells)}, {borders}}},")
    out += ["};", "", "constexpr NamedCountry kNames[] = {"]
    for name, code in names.values():
        out.append(f"    {{{literal(name)}, {place[code]}}},")
    out += ["};", "", "}  // namespace", "",
            "std::span<const Country> Countries() { return kCountries; }",
            "std::span<const NamedCountry> Names() { return kNames; }", "",
            "}  // namespace lectern::reference::data", ""]
    return "\n".join(out)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--iso", required=True, help="iso_3166-1.json")
    parser.add_argument("--tables", required=True, type=pathlib.Path, help="folder of the .tsv tables")
    parser.add_argument("--out", required=True, type=pathlib.Path, help="C++ file to write")
    arguments = parser.parse_args()
    iso = read_iso(arguments.iso)
    display, names = read_names(arguments.tables, iso)
    regions = read_regions(arguments.tables / "regions.tsv", iso)
    neighbours = read_neighbours(arguments.tables / "neighbours.tsv", iso)
    arguments.out.write_text(generate(iso, display, names, regions, neighbours), encoding="utf-8")


if __name__ == "__main__":
    main()
