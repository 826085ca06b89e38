"""An independent client: stubs that protoc generates for Python, against lecternd over TCP. What it gets must be what
lecternctl shows.

Run by ctest with Debian's interpreter (python3-grpcio, python3-protobuf). Its environment says where things are:
LECTERN_SOURCE_DIR, LECTERN_BIN_DIR, LECTERN_DEPS (the google protos), PROTOC, GRPC_PYTHON_PLUGIN.
"""
import ctypes
import glob
import importlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

import google
import google.protobuf
import grpc
from google.protobuf.json_format import MessageToDict

SOURCE = os.environ["LECTERN_SOURCE_DIR"]
BIN = os.environ["LECTERN_BIN_DIR"]
DEPS = os.environ["LECTERN_DEPS"]
SERVICES = ("admin", "country", "entry", "site", "taxonomy", "teacher_resource")
PR_SET_PDEATHSIG = 1
PATIENCE = 30  # seconds


def end_with_the_test():
    """Run in a new process: a test that is killed leaves nothing behind."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def generate(out):
    """Generates the stubs into `out` and makes them importable."""
    protos = os.path.join(SOURCE, "proto")
    ours = [os.path.relpath(path, protos) for path in glob.glob(os.path.join(protos, "lectern", "v1", "*.proto"))]
    theirs = ["google/rpc/code.proto", "google/rpc/error_details.proto"]  # no proto of ours imports these
    theirs += sorted(imported_by(ours + theirs) - set(theirs))
    subprocess.run([os.environ["PROTOC"], "-I", protos, "-I", DEPS, "--python_out", out, "--grpc_python_out", out,
                    "--plugin=protoc-gen-grpc_python=" + os.environ["GRPC_PYTHON_PLUGIN"], *ours, *theirs], check=True)
    sys.path.insert(0, out)
    google.__path__ = [os.path.join(out, "google"), *google.__path__]  # google.protobuf stays the system's


def load(name):
    return importlib.import_module(name)


def imported_by(protos):
    """The google protos that the named ones import, one through another; google/protobuf belongs to protobuf itself."""
    found = set()
    for name in protos:
        folder = os.path.join(SOURCE, "proto") if name.startswith("lectern/") else DEPS
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            imports = re.findall(r'^import "(google/(?!protobuf/)[^"]+)";', file.read(), re.MULTILINE)
        found.update(imports)
        found |= imported_by([each for each in imports if each != name])
    return found


class Server:
    def __init__(self, folder):
        self.data = os.path.join(folder, "data")
        self.log = open(os.path.join(folder, "log"), "wb")
        self.process = subprocess.Popen(
            [os.path.join(BIN, "lecternd"), "--listen", "127.0.0.1:0", "--metrics", "", "--data", self.data],
            stdout=subprocess.PIPE, stderr=self.log, preexec_fn=end_with_the_test)
        for line in self.process.stdout:  # ends with the process, if that fails to start
            if match := re.match(rb"lecternd: serving on (\S+),", line):
                self.address = match.group(1).decode()
                break
        else:
            raise RuntimeError(f"lecternd does not serve; it exited with {self.process.wait()}")
        with open(os.path.join(self.data, "admin.key"), encoding="ascii") as file:
            self.key = file.read().strip()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(PATIENCE)
        finally:
            self.process.kill()
            self.process.wait()
            self.process.stdout.close()
            self.log.close()


class Caller:
    """Stubs with one key, or with none, and lecternctl with the same."""

    def __init__(self, server, lecternctl, key):
        self.address, self.key, self.lecternctl = server.address, key, lecternctl
        self.channel = grpc.insecure_channel(server.address)
        for service in SERVICES:
            module = load(f"lectern.v1.{service}_service_pb2_grpc")
            stub = getattr(module, service.title().replace("_", "") + "ServiceStub")
            setattr(self, service, stub(self.channel))

    def metadata(self):
        return (("authorization", "Bearer " + self.key),) if self.key else ()

    def call(self, method, request):
        return method(request, timeout=PATIENCE, metadata=self.metadata())

    def ctl(self, *arguments):
        """What lecternctl prints as JSON."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("LECTERN_")}
        environment["LECTERN_SERVER"] = self.address
        if self.key:
            environment["LECTERN_TOKEN"] = self.key
        done = subprocess.run([self.lecternctl, "--output=json", *arguments], env=environment, timeout=2 * PATIENCE,
                              cwd=os.path.dirname(self.lecternctl), stdout=subprocess.PIPE, check=True)
        return json.loads(done.stdout)


def as_json(message):
    return MessageToDict(message, including_default_value_fields=True)


class PythonClient(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="lectern-test-")
        cls.addClassCleanup(cls.folder.cleanup)
        stubs = os.path.join(cls.folder.name, "stubs")
        os.mkdir(stubs)
        generate(stubs)
        cls.pb = {name: load(f"lectern.v1.{name}_pb2") for name in
                  [service + "_service" for service in SERVICES] +
                  ["country_page_requests", "hotline_requests", "entry", "types"]}
        # A copy outside the checkout, so that a call without a key does not find one in its var/.
        ctl_folder = os.path.join(cls.folder.name, "build", "preset", "bin")
        os.makedirs(ctl_folder)
        lecternctl = shutil.copy(os.path.join(BIN, "lecternctl"), ctl_folder)
        cls.server = Server(cls.folder.name)
        cls.addClassCleanup(cls.server.stop)
        cls.admin = Caller(cls.server, lecternctl, cls.server.key)
        cls.addClassCleanup(cls.admin.channel.close)
        cls.reader = Caller(cls.server, lecternctl, "")
        cls.addClassCleanup(cls.reader.channel.close)
        samples = sorted(glob.glob(os.path.join(SOURCE, "samples", "legacy", "*.txt")))
        # The last one stays a draft: the two callers then see different things.
        publish = ("--publish", "--reviewed-by", "editor", "--identity-risk", "none")
        cls.admin.ctl("import", "legacy", *samples[:-1], *publish)
        cls.admin.ctl("import", "legacy", samples[-1])

    def list_all(self, caller, method, request, field):
        """Every page of a listing; the resources, and the total size that each page states."""
        found, totals = [], set()
        while True:
            page = caller.call(method, request)
            self.assertLessEqual(len(getattr(page, field)), request.page_size)
            found.extend(getattr(page, field))
            totals.add(page.total_size)
            if not page.next_page_token:
                return found, totals
            request.page_token = page.next_page_token

    def check_kind(self, caller, kind, field, stub, noun, request, ctl_more=()):
        """Lists in small pages and gets each whole; both are what lecternctl says."""
        plural = "".join(part.title() for part in field.split("_"))
        listed, totals = self.list_all(caller, getattr(stub, "List" + plural), request, field)
        shown = caller.ctl("list", kind, *ctl_more)
        key = field.split("_")[0] + "".join(part.title() for part in field.split("_")[1:])
        self.assertEqual([as_json(resource) for resource in listed], shown[key])
        self.assertEqual(totals, {len(listed)})
        get_request = getattr(sys.modules[request.__module__], f"Get{noun}Request")
        for resource in listed:
            whole = caller.call(getattr(stub, "Get" + noun), get_request(name=resource.name))
            self.assertEqual(as_json(whole), caller.ctl("get", resource.name))
        return [resource.name for resource in listed]

    def check_all_kinds(self, caller):
        country, entry = self.pb["country_service"], self.pb["entry_service"]
        page, hotline = self.pb["country_page_requests"], self.pb["hotline_requests"]
        taxonomy, teacher = self.pb["taxonomy_service"], self.pb["teacher_resource_service"]
        names = self.check_kind(caller, "entries", "entries", caller.entry, "Entry",
                                entry.ListEntriesRequest(page_size=4))
        names += self.check_kind(caller, "countries", "countries", caller.country, "Country",
                                 country.ListCountriesRequest(page_size=2))
        names += self.check_kind(caller, "country-pages", "country_pages", caller.country, "CountryPage",
                                 page.ListCountryPagesRequest(page_size=2, parent="countries/-"))
        names += self.check_kind(caller, "hotlines", "hotlines", caller.country, "Hotline",
                                 hotline.ListHotlinesRequest(page_size=2, parent="countries/-"))
        names += self.check_kind(caller, "topics", "topics", caller.taxonomy, "Topic",
                                 taxonomy.ListTopicsRequest(page_size=3))
        names += self.check_kind(caller, "teacher-resources", "teacher_resources", caller.teacher_resource,
                                 "TeacherResource", teacher.ListTeacherResourcesRequest(page_size=1))
        return names

    def test_admin_gets_what_lecternctl_shows(self):
        names = self.check_all_kinds(self.admin)
        for kind in ("entries/", "countries/", "topics/"):
            self.assertTrue([name for name in names if name.startswith(kind)], kind)
        self.assertTrue([name for name in names if "/hotlines/" in name])

    def test_anonymous_gets_what_lecternctl_shows(self):
        seen = self.check_all_kinds(self.reader)
        everything = self.check_all_kinds(self.admin)
        self.assertLess(set(seen), set(everything))
        for name in set(everything) - set(seen):
            if name.startswith("entries/"):
                with self.assertRaises(grpc.RpcError) as caught:
                    self.reader.call(self.reader.entry.GetEntry, self.pb["entry_service"].GetEntryRequest(name=name))
                self.assert_error(caught.exception, grpc.StatusCode.NOT_FOUND, "RESOURCE_NOT_FOUND")

    def test_filter_gives_a_page_in_its_order(self):
        request = self.pb["entry_service"].ListEntriesRequest(page_size=3, filter='country = "countries/ke"')
        listed, _ = self.list_all(self.reader, self.reader.entry.ListEntries, request, "entries")
        self.assertEqual(len(listed), 10)  # as samples/README.md says
        self.assertEqual({entry.country for entry in listed}, {"countries/ke"})
        self.assertEqual([entry.rank for entry in listed], sorted(entry.rank for entry in listed))
        shown = self.reader.ctl("list", "entries", "--filter", 'country = "countries/ke"')
        self.assertEqual([entry.name for entry in listed], [entry["name"] for entry in shown["entries"]])

    def test_what_python_writes_lecternctl_reads(self):
        service, stub = self.pb["entry_service"], self.admin.entry
        entry = self.pb["entry"].Entry(title_lines=["Written by Python", "ünïcode"], topic="topics/torture")
        made = self.admin.call(stub.CreateEntry, service.CreateEntryRequest(entry=entry))
        self.assertEqual(self.admin.ctl("get", made.name), as_json(made))
        update = service.UpdateEntryRequest(entry=made)
        update.entry.publisher = "Office for Tests"
        update.update_mask.paths.append("publisher")
        changed = self.admin.call(stub.UpdateEntry, update)
        self.assertEqual(self.admin.ctl("get", made.name), as_json(changed))
        self.assertEqual(changed.publisher, "Office for Tests")
        self.assertGreater(changed.revision, made.revision)
        # Still with the first etag: it has changed since.
        with self.assertRaises(grpc.RpcError) as caught:
            self.admin.call(stub.UpdateEntry, update)
        self.assert_error(caught.exception, grpc.StatusCode.ABORTED, "ETAG_MISMATCH")
        self.admin.call(stub.DeleteEntry, service.DeleteEntryRequest(name=made.name))
        listed = [entry["name"] for entry in self.admin.ctl("list", "entries")["entries"]]
        self.assertNotIn(made.name, listed)

    def assert_error(self, error, code, reason, **metadata):
        """An error of the contract, its ErrorInfo read from the trailers; answers with the other details."""
        self.assertEqual(error.code(), code)
        trailers = dict(error.trailing_metadata())
        status = load("google.rpc.status_pb2").Status.FromString(trailers["grpc-status-details-bin"])
        self.assertEqual(status.code, code.value[0])
        self.assertEqual(status.message, error.details())
        details = load("google.rpc.error_details_pb2")
        info = details.ErrorInfo()
        found = [detail for detail in status.details if detail.Unpack(info)]
        self.assertEqual(len(found), 1)
        self.assertEqual((info.domain, info.reason), ("lectern", reason))
        for key, value in metadata.items():
            self.assertEqual(info.metadata[key], value)
        return [detail for detail in status.details if not detail.Is(details.ErrorInfo.DESCRIPTOR)]

    def test_errors_say_their_reason(self):
        service = self.pb["entry_service"]
        details = load("google.rpc.error_details_pb2")
        with self.assertRaises(grpc.RpcError) as caught:
            self.reader.call(self.reader.entry.GetEntry, service.GetEntryRequest(name="entries/none"))
        rest = self.assert_error(caught.exception, grpc.StatusCode.NOT_FOUND, "RESOURCE_NOT_FOUND")
        resource = details.ResourceInfo()
        self.assertTrue([detail for detail in rest if detail.Unpack(resource)])
        self.assertEqual(resource.resource_name, "entries/none")
        with self.assertRaises(grpc.RpcError) as caught:
            self.reader.call(self.reader.entry.ListEntries, service.ListEntriesRequest(filter='colour = "x"'))
        rest = self.assert_error(caught.exception, grpc.StatusCode.INVALID_ARGUMENT, "FILTER_UNSUPPORTED")
        bad_request = details.BadRequest()
        self.assertTrue([detail for detail in rest if detail.Unpack(bad_request)])
        self.assertEqual(bad_request.field_violations[0].field, "filter")
        with self.assertRaises(grpc.RpcError) as caught:
            self.reader.call(self.reader.entry.DeleteEntry, service.DeleteEntryRequest(name="entries/none"))
        self.assert_error(caught.exception, grpc.StatusCode.PERMISSION_DENIED, "ROLE_TOO_LOW", role="reader",
                          required_role="editor")
        with self.assertRaises(grpc.RpcError) as caught:
            self.reader.entry.ListEntries(service.ListEntriesRequest(), timeout=PATIENCE,
                                          metadata=(("authorization", "Bearer wrong"),))
        self.assert_error(caught.exception, grpc.StatusCode.UNAUTHENTICATED, "CREDENTIAL_INVALID")

    def test_every_answer_carries_the_revision(self):
        request = self.pb["entry_service"].ListEntriesRequest()
        _, call = self.reader.entry.ListEntries.with_call(request, timeout=PATIENCE)
        revision = int(dict(call.trailing_metadata())["lectern-revision"])
        status = self.reader.call(self.reader.admin.GetStatus, self.pb["admin_service"].GetStatusRequest())
        self.assertGreater(revision, 0)
        self.assertLessEqual(revision, status.revision)


if __name__ == "__main__":
    unittest.main(verbosity=2)
