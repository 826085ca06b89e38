"""The files of a checkout, and what a rule has to say about one."""
import os
import pathlib
from dataclasses import dataclass

# What is generated or fetched, or belongs to one checkout only.
OUTSIDE = {".git", "build", "var", "node_modules", "dist", "__pycache__", ".cache"}


@dataclass(frozen=True)
class Finding:
    path: str
    line: int  # from 1; 0 where it is about the whole file
    message: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.message}" if self.line else f"{self.path}: {self.message}"


class Tree:
    """Hand-written files below `root`, by path relative to it with forward slashes."""

    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.paths = []
        for folder, folders, files in os.walk(self.root):
            folders[:] = sorted(f for f in folders if f not in OUTSIDE)
            for name in sorted(files):
                path = pathlib.Path(folder, name)
                if not path.is_symlink():
                    self.paths.append(path.relative_to(self.root).as_posix())

    def exists(self, path):
        return (self.root / path).exists()

    def text(self, path):
        """The file as text; "" for one that is not UTF-8 and so no source of ours."""
        try:
            return (self.root / path).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            return ""

    def lines(self, path):
        return self.text(path).splitlines()

    def matching(self, *suffixes):
        return [path for path in self.paths if path.endswith(suffixes)]
