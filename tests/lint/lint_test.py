"""Feeds each rule what it must refuse, and beside it what it must let pass, in a folder of its own."""
import contextlib
import io
import pathlib
import re
import sys
import tempfile
import unittest
from unittest import mock

sys.dont_write_bytecode = True

import lint
from tree import Tree

# Words that the rules look for, put together so that the rules do not find them here.
LATER = "TO" + "DO"
SKIP_MACRO = "GTEST" + "_SKIP()"
DISABLED = "DISABLED" + "_Opens"
ELSEWHERE = "/ho" + "me/someone/lectern"

SERVICE = '''
// Things. Errors of every method: {service_errors}.
service ThingService {{
{comment}  rpc GetThing(GetThingRequest) returns (Thing);
}}
'''
REASONS = "enum ErrorReason {\n  ERROR_REASON_ETAG_MISMATCH = 1;\n}\n"
RESOURCE = '''
message Thing {{
  option (google.api.resource) = {{
    type: "lectern/Thing"
    pattern: "things/{{thing}}"
  }};
{fields}
  int64 revision = 1001 [(google.api.field_behavior) = OUTPUT_ONLY];
  string etag = {etag};
  google.protobuf.Timestamp update_time = 1003;
}}
'''

# Rule -> cases of (what is wrong, files, part of the finding). Each must give exactly one finding.
BAD = {
    "layers": [
        ("engine knows gRPC", {"storage/engine/a.h": "#include <grpcpp/grpcpp.h>\n"}, "storage/engine/a.h:1: grpcpp/"),
        ("keys reach up", {"storage/keys/a.h": '#include "storage/records/b.h"\n'},
         "storage/keys must not include storage/records"),
        ("records name an engine", {"storage/records/a.cc": '#include "storage/rocksdb/b.h"\n'},
         "must not include storage/rocksdb"),
        ("a service opens RocksDB", {"services/entries/a.cc": "#include <rocksdb/db.h>\n"},
         "rocksdb/db.h must not be seen"),
        ("a service knows another", {"services/entries/a.cc": '#include "services/site/b.h"\n'},
         "must not include services/site"),
        ("the pipeline knows a service", {"services/rpc/a.cc": '#include "services/entries/b.h"\n'},
         "must not include services/entries"),
        ("a client sees the store", {"clients/admin/a.cc": '#include "storage/engine/text.h"\n'},
         "clients must not include storage/engine"),
        ("a client sees stored forms", {"clients/admin/a.cc": '#include "lectern/internal/v1/store.pb.h"\n'},
         "must not be seen here"),
        ("nobody includes a test", {"services/aip/a.cc": '#include "tests/support/b.h"\n'}, "must not include tests"),
        ("two files name an engine", {"services/server/a.cc": '#include "storage/rocksdb/e.h"\n',
                                      "services/server/b.cc": '#  include "storage/postgres/e.h"\n'},
         "shall be the only one"),
        ("code outside the house", {"extra/a.cc": "int a;\n"}, "no place in the layers"),
    ],
    "links": [
        ("engine links records",
         {"storage/CMakeLists.txt": "lectern_library(e SOURCES engine/a.cc LINK r)\n"
                                    "lectern_library(r SOURCES records/a.cc LINK absl::status)\n"},
         "e (storage/engine) must not link r (storage/records)"),
        ("client links storage", {"storage/CMakeLists.txt": "lectern_library(e SOURCES engine/a.cc LINK)\n",
                                  "clients/admin/CMakeLists.txt": "add_executable(ctl main.cc)\n"
                                                                  "target_link_libraries(ctl PRIVATE e)\n"},
         "ctl (clients) must not link e"),
        ("client links stored forms",
         {"proto/CMakeLists.txt": "lectern_proto_library(lectern_internal_proto PROTOS a.proto)\n",
          "clients/admin/CMakeLists.txt": "lectern_library(c SOURCES a.cc LINK lectern_internal_proto)\n"},
         "must not see the stored forms"),
    ],
    "file_length": [
        ("401 lines", {"storage/a.cc": "int a;\n" * 401}, "has 401 lines"),
        ("a long script without a suffix", {"dev": "#!/bin/bash\n" + "true\n" * 400}, "has 401 lines"),
    ],
    "unfinished": [
        ("a mark", {"a.cc": f"// {LATER}: more\n"}, "a.cc:1"),
        ("a promise", {"a.md": "This is not yet imple" + "mented.\n"}, "unfinished"),
        ("a filler", {"CMakeLists.txt": "# to be fil" + "led\n"}, "unfinished"),
    ],
    "skipped_tests": [
        ("switched off", {"tests/a_test.cc": f"\nTEST(Store, {DISABLED}) {{}}\n"}, "tests/a_test.cc:2"),
        ("skips in silence", {"tests/a_test.cc": f"\n  {SKIP_MACRO};\n"}, "without a comment"),
        ("Python", {"tests/a_test.py": "\nself.skip" + "Test('x')\n"}, "without a comment"),
    ],
    "machine_paths": [
        ("a home folder", {"a.md": f"cd {ELSEWHERE}\n"}, "path of one machine"),
        ("in quotes", {"a.cc": f'const char* a = "{ELSEWHERE}";\n'}, "path of one machine"),
    ],
    "lock_files": [
        ("a host",
         {"clients/package-lock.json": '{"packages": {"node_modules/a": {"integrity": "x", "resolved": "http://r/a"}}}'},
         "names where it was fetched from"),
        ("no hash", {"clients/package-lock.json": '{"packages": {"": {}, "node_modules/a": {"version": "1.0.0"}}}'},
         "has no hash"),
        ("no lock file at all", {"clients/package-lock.json": "{}"}, "is no npm lock file"),
    ],
    "commands": [
        ("no README", {"a.md": "\n"}, "README.md: is missing"),
        ("no such verb", {"README.md": "Type `./dev fly`.\n", "dev": "case $verb in\n  test) ;;\nesac\n"},
         "no ./dev fly"),
        ("no such program", {"README.md": "build/release/bin/nothing\n"}, "no target builds nothing"),
        ("no such lecternctl verb", {"README.md": "```\nlecternctl --server a:1 dance x\n```\n",
                                     "clients/admin/a.cc": 'app.add_subcommand("get", "")'}, "no verb dance"),
        ("no such file", {"README.md": "See samples/none.txt.\n"}, "there is no samples/none.txt"),
    ],
    "rpc_comments": [
        ("no comment", {"proto/lectern/v1/a.proto": SERVICE.format(comment="", service_errors="INTERNAL")},
         "has no comment"),
        ("no error",
         {"proto/lectern/v1/a.proto": SERVICE.format(comment="  // Gets one thing.\n", service_errors="none")},
         "names an error"),
        ("unknown reason", {"proto/lectern/v1/a.proto": REASONS + SERVICE.format(
            comment="  // Gets one. ABORTED (TOO_LATE).\n", service_errors="none")}, "TOO_LATE is no ErrorReason"),
    ],
    "field_numbers": [
        ("stamp moved", {"proto/lectern/v1/a.proto": RESOURCE.format(fields="  string name = 1;", etag=1004)},
         "Thing.etag must be field 1002"),
        ("between the ranges",
         {"proto/lectern/v1/a.proto": RESOURCE.format(fields="  repeated string x = 1000;", etag=1002)},
         "1000 lies in no range"),
        ("out of order",
         {"proto/lectern/v1/a.proto": RESOURCE.format(fields="  string a = 100;\n  string b = 7;", etag=1002)},
         "order of their numbers"),
        ("no resource found", {"proto/lectern/v1/a.proto": "message Plain {\n  string a = 1;\n}\n"},
         "no resource message"),
    ],
}
# The stamp case also breaks the order (1004 before 1003), which is right to say.
SEVERAL = {("field_numbers", "stamp moved")}

# What no rule may object to.
GOOD = {
    "README.md": "`./dev test`, then build/release/bin/lecternctl; lecternctl talks gRPC.\n`lecternctl get x`, proto/a.proto\n",
    "dev": "#!/bin/bash\ncase $verb in\n  test) ;;\nesac\n",
    "proto/a.proto": 'syntax = "proto3";\n',
    "proto/lectern/v1/a.proto": REASONS +
                                RESOURCE.format(fields="  string name = 1;\n  string b = 100;\n  // c\n  string c = 805;",
                                                etag=1002) +
                                SERVICE.format(comment="  // Gets one thing. ABORTED (ETAG_MISMATCH): it changed.\n",
                                               service_errors="INTERNAL"),
    "storage/engine/a.h": '#include <string>\n\n#include "absl/status/status.h"\n#include "lectern/v1/entry.pb.h"\n',
    "storage/records/a.cc": '#include "storage/keys/b.h"\n#include "proto/reference/countries.h"\n',
    "storage/CMakeLists.txt": "lectern_library(e SOURCES engine/a.cc LINK)\n"
                              "lectern_library(r SOURCES records/a.cc LINK e)\n",
    "services/entries/a.cc": '#include "services/rpc/b.h"\n#include "services/entries/c.h"\n'
                             '#include "lectern/v1/e.grpc.pb.h"\n',
    "services/server/main.cc": '#include "storage/rocksdb/rocksdb_engine.h"\n#include "services/entries/c.h"\n',
    "clients/admin/a.cc": '#include "lectern/v1/e.grpc.pb.h"\nclient->add_subcommand("get", "");\n'
                          'auto s = v1::E::NewStub(c);\n',
    "clients/admin/CMakeLists.txt": "add_executable(lecternctl a.cc)\n",
    "clients/package-lock.json": '{"packages": {"": {}, "ours": {"version": "1.0.0"}, '
                                 '"node_modules/a": {"version": "1.0.0", "integrity": "x"}}}',
    "tests/a_test.cc": f'#include "storage/rocksdb/x.h"\n// No network in this place.\n{SKIP_MACRO} << "no network";\n',
    "deploy/a.sh": '#!/bin/sh\nmv "$tmp/work/a" network/home/b  # https://example.org/work/x\n',
    "storage/long.cc": "int a;\n" * 400,
    "build/dev/a.cc": f"// {LATER}\n" * 500,
}
GOOD["storage/engine/long.cc"] = GOOD.pop("storage/long.cc")


def findings(rule, files):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return [str(finding) for finding in lint.RULES[rule](Tree(folder))]


class RulesTest(unittest.TestCase):
    def test_each_bad_example_is_refused(self):
        for rule, cases in BAD.items():
            for what, files, expected in cases:
                with self.subTest(rule=rule, what=what):
                    if rule == "commands" and what != "no README":
                        files = {"README.md": "\n", **files}
                    found = findings(rule, files)
                    self.assertTrue(any(expected in finding for finding in found), found)
                    if (rule, what) not in SEVERAL:
                        self.assertEqual(len(found), 1, found)

    def test_the_good_example_passes_every_rule(self):
        for rule in lint.RULES:
            with self.subTest(rule=rule):
                self.assertEqual(findings(rule, GOOD), [])

    def test_every_rule_has_a_bad_example_and_a_ctest_entry(self):
        self.assertEqual(set(BAD), set(lint.RULES))
        cmake = (pathlib.Path(__file__).parent / "CMakeLists.txt").read_text(encoding="utf-8")
        listed = re.search(r"foreach\(rule ([^)]*)\)", cmake).group(1).split()
        self.assertEqual(set(listed), set(lint.RULES))

    def run_main(self, rule, folder):
        with mock.patch.object(sys, "argv", ["lint.py", rule, "--root", folder]), \
                contextlib.redirect_stdout(io.StringIO()) as out:
            return lint.main(), out.getvalue()

    def test_exit_status_tells(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "a.cc")
            path.write_text("int a;\n", encoding="utf-8")
            self.assertEqual(self.run_main("unfinished", folder)[0], 0)
            path.write_text(f"// {LATER}\n", encoding="utf-8")
            status, out = self.run_main("unfinished", folder)
            self.assertEqual(status, 1)
            self.assertIn("a.cc:1", out)


if __name__ == "__main__":
    unittest.main()
