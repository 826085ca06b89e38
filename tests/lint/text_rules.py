"""Rules that read files as text: length, words, skipped tests, paths, lock files, and commands that documents name."""
import json
import re

from tree import Finding

MAX_LINES = 400
CODE_SUFFIXES = (".cc", ".h", ".cpp", ".hpp", ".c", ".py", ".sh", ".proto", ".ts", ".tsx", ".js", ".mjs", ".css",
                 ".cmake", "CMakeLists.txt", ".textproto", ".php", ".lua", ".sql")


def is_code(tree, path):
    if path.endswith(CODE_SUFFIXES):
        return True
    name = path.rsplit("/", 1)[-1]
    return "." not in name and tree.text(path).startswith("#!")  # ./dev and its like


def check_file_length(tree):
    """Hand-written code fits in 400 lines a file. Prose and tables are not code."""
    for path in tree.paths:
        if is_code(tree, path):
            count = len(tree.lines(path))
            if count > MAX_LINES:
                yield Finding(path, 0, f"has {count} lines; {MAX_LINES} is the limit")


# Put together here so that this file does not find itself.
UNFINISHED = (
    re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK|TB" r"D|WI" r"P)\b"),
    re.compile(r"not (yet )?imple" r"mented|to be (fil" r"led|imple" r"mented|do" r"ne)\b|coming so" r"on|"
               r"lorem ip" r"sum", re.IGNORECASE),
    re.compile(r"place" r"holder(?!\s*=)|\bstub" r"bed\b|\b(a|only a|just a) stub" r"\b", re.IGNORECASE),
)


def check_unfinished(tree):
    """Nothing is left for later in the code: no stub words."""
    for path in tree.paths:
        if path == "LICENSE" or path.endswith("package-lock.json"):
            continue
        for number, line in enumerate(tree.lines(path), 1):
            for pattern in UNFINISHED:
                if match := pattern.search(line):
                    yield Finding(path, number, f"'{match.group(0)}' marks something unfinished")


SKIP = re.compile(r"\bDISABLED" r"_|\bGTEST" r"_SKIP\b|\bunittest\.skip|\bskip" r"Test\(|pytest\.mark\.skip|"
                  r"\b(it|test|describe)\.skip" r"\(|\bDISABLED" r"\s+(TRUE|ON)\b")
COMMENT = re.compile(r"//|#(?!include|define|if|endif)|/\*")


def check_skipped_tests(tree):
    """A test that is switched off or may skip says why in a comment, on the line or right above it."""
    for path in tree.paths:
        if not path.startswith(("tests/", "clients/")) or not is_code(tree, path):
            continue
        lines = tree.lines(path)
        for index, line in enumerate(lines):
            if not SKIP.search(line):
                continue
            above = lines[index - 1].strip() if index else ""
            if not COMMENT.search(line) and not above.startswith(("//", "#", "*", "/*")):
                yield Finding(path, index + 1, "skips a test without a comment beside it that says why")


MACHINE_PATH = re.compile(r"(?<![\w.$})~-])/(ho" r"me|Us" r"ers|wo" r"rk|ro" r"ot)/[\w.]|"
                          r"\b[A-Z]:\\Us" r"ers\\", re.IGNORECASE)


def check_machine_paths(tree):
    """No path that exists on one machine only."""
    for path in tree.paths:
        if path == "LICENSE":
            continue
        for number, line in enumerate(tree.lines(path), 1):
            if match := MACHINE_PATH.search(line):
                yield Finding(path, number, f"'{match.group(0)}...' is a path of one machine")


def check_lock_files(tree):
    """Lock files pin each package by version and hash and name no host: any mirror will do. Our own have no hash."""
    for path in tree.matching("package-lock.json"):
        try:
            packages = json.loads(tree.text(path))["packages"]
        except (ValueError, KeyError, TypeError):
            yield Finding(path, 0, "is no npm lock file of version 2 or 3")
            continue
        for name, package in packages.items():
            if "resolved" in package and not package.get("link"):
                yield Finding(path, 0, f"{name} names where it was fetched from; clients/.npmrc leaves that out")
            if "node_modules/" in name and not package.get("link") and "integrity" not in package:
                yield Finding(path, 0, f"{name} has no hash")


DEV_VERB = re.compile(r"(?<![\w/])\./dev ([a-z][a-z-]*)")
CTL_VERB = re.compile(r"\blecternctl(?: --[\w-]+[ =]\S+)* ([a-z][a-z-]*)")
PROGRAM = re.compile(r"\bbuild/(?:<?\w+>?)/bin/([\w-]+)")
FILE = re.compile(r"(?<![\w/.-])((?:samples|deploy|tests|storage|services|clients|proto|cmake)/[\w./-]*\w)")


def check_commands(tree):
    """What README.md and CONTRIBUTING.md tell people to type or open exists."""
    if not tree.exists("README.md"):
        yield Finding("README.md", 0, "is missing")
    dev = tree.text("dev") if tree.exists("dev") else ""
    dev_verbs = set(re.findall(r"^\s+([a-z][a-z-]*)\)", dev, re.MULTILINE))
    cmake = "\n".join(tree.text(path) for path in tree.matching("CMakeLists.txt"))
    programs = set(re.findall(r"(?:add_executable|lectern_test)\(\s*([\w-]+)", cmake))
    admin = "\n".join(tree.text(path) for path in tree.matching(".cc") if path.startswith("clients/admin/"))
    ctl_verbs = set(re.findall(r"add_subcommand\(\s*\"([a-z-]+)\"", admin))
    for path in ("README.md", "CONTRIBUTING.md"):
        if not tree.exists(path):
            continue
        in_block = False
        for number, line in enumerate(tree.lines(path), 1):
            if line.lstrip().startswith("```"):
                in_block = not in_block
            for verb in DEV_VERB.findall(line):
                if verb not in dev_verbs:
                    yield Finding(path, number, f"there is no ./dev {verb}")
            for program in PROGRAM.findall(line):
                if program not in programs:
                    yield Finding(path, number, f"no target builds {program}")
            # In running text a word behind the program's name need not be a verb.
            commands = [line] if in_block else re.findall(r"`([^`]*)`", line)
            for verb in (verb for command in commands for verb in CTL_VERB.findall(command)):
                if verb not in ctl_verbs:
                    yield Finding(path, number, f"lecternctl has no verb {verb}")
            for name in FILE.findall(line):
                if not tree.exists(name) and not re.search(re.escape(name) + r"[*{<]", line):
                    yield Finding(path, number, f"there is no {name}")
