"""Arrows between folders point one way; checked on #include lines and on the links that CMake is told of."""
import posixpath
import re

from tree import Finding

CATALOGUE = ("proto", "storage/engine", "storage/keys", "storage/records", "storage/search")
CALLS = ("services/auth", "services/rpc", "services/aip", "services/editing")
ENGINES = ("storage/rocksdb", "storage/postgres")

# Folder -> the folders below it. A folder may always use itself. A service's own folder is not here: see allowed().
BELOW = {
    "proto": (),
    "clients": ("proto",),
    "storage/engine": ("proto",),
    "storage/rocksdb": ("proto", "storage/engine"),
    "storage/postgres": ("proto", "storage/engine"),
    "storage/keys": CATALOGUE[:2],
    "storage/records": CATALOGUE[:3],
    "storage/search": CATALOGUE[:4],
    "services/auth": CATALOGUE,
    "services/rpc": CATALOGUE + CALLS[:1],
    "services/aip": CATALOGUE + CALLS[:2],
    "services/editing": CATALOGUE + CALLS[:3],
    "services/operations": CATALOGUE + CALLS[:3],
}

# Headers of others, by what their path begins with -> the folders that may see them.
FOREIGN = (
    (re.compile(r"grpc(pp)?/|.*\.grpc\.pb\.h$"), ("services/", "clients/", "tests/")),
    (re.compile(r"rocksdb/"), ("storage/rocksdb/", "storage/search/index/", "tests/")),
    (re.compile(r"libpq-fe\.h|postgresql/"), ("storage/postgres/", "tests/")),
    (re.compile(r"lectern/internal/"), ("storage/", "services/", "tests/")),
)

INCLUDE = re.compile(r'\s*#\s*include\s+["<]([^">]+)[">]')


def layer_of(path):
    """The folder that counts for the arrows; None for what is no part of the house (a system header)."""
    parts = path.split("/")
    if parts[0] in ("storage", "services"):
        return "/".join(parts[:2]) if len(parts) > 2 else None
    if parts[0] in ("proto", "clients", "tests"):
        return parts[0]
    return "proto" if parts[0] == "lectern" else None


def allowed(source, target):
    if source == target or source == "tests":
        return True
    if source == "services/server":
        return target.startswith(("proto", "storage/", "services/"))
    below = BELOW.get(source)
    if below is None and source.startswith("services/"):
        below = CATALOGUE + CALLS + ("services/operations",)  # one service does not know another
    return below is not None and target in below


def check_includes(tree):
    engine_users = []
    for path in tree.matching(".cc", ".h", ".cpp", ".hpp"):
        source = layer_of(path)
        if source is None:
            yield Finding(path, 0, "C++ stands in a folder that has no place in the layers (tests/lint/layers.py)")
            continue
        for number, line in enumerate(tree.lines(path), 1):
            match = INCLUDE.match(line)
            if not match:
                continue
            header = match.group(1)
            target = layer_of(header)
            if target is not None and not allowed(source, target):
                yield Finding(path, number, f"{source} must not include {target} ({header})")
            for pattern, places in FOREIGN:
                if pattern.match(header) and not path.startswith(places):
                    yield Finding(path, number, f"{header} must not be seen here, only in {', '.join(places)}")
            if source == "services/server" and target in ENGINES and path not in engine_users:
                engine_users.append(path)
    for path in engine_users[1:]:
        yield Finding(path, 0, f"names a concrete engine; {engine_users[0]} does already and shall be the only one")


CALL = re.compile(r"\b(lectern_library|lectern_proto_library|add_executable|add_library|target_link_libraries)\s*"
                  r"\(\s*([\w-]+)([^)]*)\)")
KEYWORDS = {"PUBLIC", "PRIVATE", "INTERFACE", "STATIC", "SHARED", "GRPC"}


def targets_of(tree):
    """Name -> (layer, CMakeLists.txt, line, linked names) of every target that CMake files declare plainly."""
    targets = {}
    for path in tree.matching("CMakeLists.txt"):
        if path.startswith("tests/"):
            continue
        folder = posixpath.dirname(path)
        text = re.sub(r"#[^\n]*", "", tree.text(path))
        for match in CALL.finditer(text):
            call, name, rest = match.groups()
            words = [word for word in rest.split() if word not in KEYWORDS]
            line = text.count("\n", 0, match.start()) + 1
            if call == "target_link_libraries":
                if name in targets:
                    targets[name][3].extend(words)
                continue
            links = words[words.index("LINK") + 1:] if "LINK" in words else []
            sources = [word for word in words if word.endswith((".cc", ".cpp")) and not word.startswith("$")]
            # One CMakeLists.txt may declare the libraries of several folders: the first source tells.
            where = posixpath.join(folder, sources[0]) if sources else posixpath.join(folder, "CMakeLists.txt")
            targets[name] = (layer_of(where), path, line, links)
    return targets


def check_links(tree):
    targets = targets_of(tree)
    for name, (layer, path, line, links) in targets.items():
        for link in links:
            if layer is None or link not in targets or targets[link][0] is None:
                continue
            if not allowed(layer, targets[link][0]):
                yield Finding(path, line, f"{name} ({layer}) must not link {link} ({targets[link][0]})")
            if layer == "clients" and link == "lectern_internal_proto":
                yield Finding(path, line, f"{name} is a client and must not see the stored forms")
