"""Rules of the public contract, proto/lectern/v1."""
import re

from tree import Finding

CODES = ("CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS",
         "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED",
         "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED")
CODE = re.compile(r"\b(" + "|".join(CODES) + r")\b")
# "ABORTED (ETAG_MISMATCH)", "INVALID_ARGUMENT (FIELD_INVALID with each field named; MALFORMED_REQUEST)"
REASONS = re.compile(r"\b(?:" + "|".join(CODES) + r") \(([^)]*)\)")
REASON = re.compile(r"\b[A-Z]+(?:_[A-Z]+)+\b")

STAMPS = {"revision": 1001, "etag": 1002, "update_time": 1003}
RANGES = (range(1, 100), range(100, 800), range(800, 1000))
# Resources that are no records of the catalogue: they have one view and stand in no revision.
PLAIN_RESOURCES = {"ApiKey"}
FIELD = re.compile(r"\s*(?:repeated\s+|optional\s+)?[\w.]+\s+(\w+)\s*=\s*(\d+)\b")


def public_protos(tree):
    return [path for path in tree.matching(".proto") if path.startswith("proto/lectern/v1/")]


def comment_above(lines, index):
    """The // lines directly above lines[index], as one text."""
    first = index
    while first > 0 and lines[first - 1].strip().startswith("//"):
        first -= 1
    return " ".join(line.strip().lstrip("/").strip() for line in lines[first:index])


def check_rpc_comments(tree):
    """Every RPC says what it does, and it or its service which errors it answers with, by reasons that exist."""
    known = set()
    for path in public_protos(tree):
        known.update(re.findall(r"\bERROR_REASON_([A-Z_]+)\s*=", tree.text(path)))
    for path in public_protos(tree):
        lines = tree.lines(path)
        service_comment = ""
        for index, line in enumerate(lines):
            if re.match(r"service \w+", line):
                service_comment = comment_above(lines, index)
                comment = service_comment
            elif match := re.match(r"\s+rpc (\w+)", line):
                comment = comment_above(lines, index)
                if len(comment.split()) < 3:
                    yield Finding(path, index + 1, f"{match.group(1)} has no comment that says what it does")
                if not CODE.search(comment + service_comment):
                    yield Finding(path, index + 1, f"neither {match.group(1)} nor its service names an error")
            else:
                continue
            for group in REASONS.findall(comment):
                for reason in set(REASON.findall(group)) - known:
                    yield Finding(path, index + 1, f"{reason} is no ErrorReason")


def resources(lines):
    """Yields (name, line from 1, [(field, number, line)]) of each top-level message that is a resource."""
    name, start, is_resource, fields, depth = None, 0, False, [], 0
    for number, raw in enumerate(lines, 1):
        line = re.sub(r'"(\\.|[^"\\])*"', '""', raw.split("//")[0])
        if depth == 0 and (match := re.match(r"message (\w+)", line)):
            name, start, is_resource, fields = match.group(1), number, False, []
        elif name and "(google.api.resource)" in line:
            is_resource = True
        elif name and depth == 1 and (match := FIELD.match(line)) and not line.strip().startswith("option "):
            fields.append((match.group(1), int(match.group(2)), number))
        depth += line.count("{") - line.count("}")
        if name and depth == 0 and "}" in line:
            if is_resource:
                yield name, start, fields
            name = None


def check_field_numbers(tree):
    """1-99 BASIC, 100-799 FULL, 800-999 editors, 1001-1003 the stamps; ascending, as they go over the wire."""
    found = 0
    for path in public_protos(tree):
        for resource, start, fields in resources(tree.lines(path)):
            found += 1
            if resource in PLAIN_RESOURCES:
                continue
            numbers = {name: number for name, number, _ in fields}
            for stamp, expected in STAMPS.items():
                if numbers.get(stamp) != expected:
                    yield Finding(path, start, f"{resource}.{stamp} must be field {expected}")
            before = 0
            for name, number, line in fields:
                if name not in STAMPS and not any(number in numbers_of for numbers_of in RANGES):
                    yield Finding(path, line, f"{resource}.{name}: {number} lies in no range of types.proto")
                if number <= before:
                    yield Finding(path, line, f"{resource}.{name}: fields stand in the order of their numbers")
                before = number
    if found == 0 and public_protos(tree):
        yield Finding("proto/lectern/v1", 0, "holds no resource message: has the way resources are declared changed?")
