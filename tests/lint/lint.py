#!/usr/bin/env python3
"""Checks the rules that this repository sets itself.

lint.py RULE [--root DIR]   checks one rule, "all" every one; prints each finding as file:line: message; exit 1 if any
lint.py --list              names the rules
"""
import argparse
import pathlib
import sys

sys.dont_write_bytecode = True  # the source tree stays as it was cloned

import layers
import proto_rules
import text_rules
from tree import Tree

RULES = {
    "layers": layers.check_includes,
    "links": layers.check_links,
    "file_length": text_rules.check_file_length,
    "unfinished": text_rules.check_unfinished,
    "skipped_tests": text_rules.check_skipped_tests,
    "machine_paths": text_rules.check_machine_paths,
    "lock_files": text_rules.check_lock_files,
    "commands": text_rules.check_commands,
    "rpc_comments": proto_rules.check_rpc_comments,
    "field_numbers": proto_rules.check_field_numbers,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rule", nargs="?", choices=[*RULES, "all"], metavar="RULE")
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parents[2])
    parser.add_argument("--list", action="store_true")
    arguments = parser.parse_args()
    if arguments.list:
        print("\n".join(RULES))
        return 0
    if arguments.rule is None:
        parser.error("name a rule, or all")
    tree = Tree(arguments.root)
    if not tree.paths:
        parser.error(f"{arguments.root} holds no file")
    rules = RULES if arguments.rule == "all" else [arguments.rule]
    findings = [str(finding) for rule in rules for finding in RULES[rule](tree)]
    print("\n".join(findings) if findings else f"{', '.join(rules)}: nothing to say about {len(tree.paths)} files")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
