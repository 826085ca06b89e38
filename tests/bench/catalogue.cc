#include "tests/bench/catalogue.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "grpcpp/create_channel.h"
#include "lectern/v1/country_service.grpc.pb.h"
#include "tests/bench/measured_server.h"

namespace lectern::bench {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr uint64_t kItems = 128;  // the most that one call may write
constexpr int kThreads = 8;
constexpr int kTries = 8;
constexpr auto kCallDeadline = std::chrono::seconds(30);
constexpr auto kProgressEvery = std::chrono::seconds(3);
constexpr char kReviewer[] = "generated";

double SecondsSince(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

std::shared_ptr<grpc::Channel> Connect(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

void SetUp(grpc::ClientContext& context, const std::string& key) {
  context.set_deadline(std::chrono::system_clock::now() + kCallDeadline);
  if (!key.empty()) context.AddMetadata("authorization", "Bearer " + key);
}

void Must(const grpc::Status& status, const std::string& what) {
  if (!status.ok()) throw std::runtime_error(what + ": " + status.error_message());
}

bool WorthAnotherTry(const grpc::Status& status) {
  return status.error_code() == grpc::RESOURCE_EXHAUSTED || status.error_code() == grpc::ABORTED;
}

// Makes `call` until it ends otherwise than with a server that is busy, or that was tried often enough.
grpc::Status Persist(const std::string& key, const std::function<grpc::Status(grpc::ClientContext&)>& call) {
  grpc::Status status;
  for (int tries = 0; tries < kTries; ++tries) {
    grpc::ClientContext context;
    SetUp(context, key);
    status = call(context);
    if (!WorthAnotherTry(status)) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(50 << tries));
  }
  return status;
}

// Shared by the threads that write.
struct Progress {
  explicit Progress(uint64_t first) : next(first) {}

  void Fail(const std::string& why) {
    const std::lock_guard lock(mutex);
    if (!failed.exchange(true)) failure = why;
  }

  std::atomic<uint64_t> next, written{0};
  std::atomic<bool> failed{false};
  std::atomic<int> running{kThreads};
  std::mutex mutex;
  std::string failure;            // guarded by mutex
  std::vector<uint64_t> batches;  // likewise
};

// Writes some of what is to be written: numbers from `first` to before `end`.
using Step = std::function<grpc::Status(EntryWriter& writer, uint64_t first, uint64_t end)>;

void WriteLane(const Writing& writing, const Step& step, uint64_t end, Progress& progress) {
  EntryWriter writer(writing.address, writing.admin_key);
  while (!progress.failed) {
    const uint64_t first = progress.next.fetch_add(kItems), last = std::min(end, first + kItems);
    if (first >= end) break;
    if (const grpc::Status status = step(writer, first, last); !status.ok()) {
      progress.Fail(status.error_message());
      break;
    }
    progress.written += last - first;
    const std::lock_guard lock(progress.mutex);
    progress.batches.push_back(first);
  }
  --progress.running;
}

void SayProgress(const Progress& progress, uint64_t all, Clock::time_point begin) {
  const uint64_t done = progress.written;
  const double rate = static_cast<double>(done) / SecondsSince(begin);
  std::printf("  %llu of %llu entries (%.0f %%), %.0f a second", static_cast<unsigned long long>(done),
              static_cast<unsigned long long>(all), 100.0 * static_cast<double>(done) / static_cast<double>(all), rate);
  if (rate > 0) std::printf(", %.0f s left", static_cast<double>(all - done) / rate);
  std::printf("\n");
  std::fflush(stdout);
}

fs::path MarkerOf(const fs::path& data) { return data.string() + ".complete"; }

// Whether what it serves is the catalogue of `entries` entries, as far as a few hundred looks can tell.
bool Holds(const MeasuredServer& server, uint64_t entries) {
  const auto stub = v1::EntryService::NewStub(Connect(server.address()));
  v1::ListEntriesRequest list;
  list.set_page_size(1);
  v1::ListEntriesResponse page;
  grpc::ClientContext context;
  SetUp(context, "");
  if (!stub->ListEntries(&context, list, &page).ok()) return false;
  if (static_cast<uint64_t>(page.total_size()) != entries) return false;
  for (uint64_t i = 0; i < 200; ++i) {
    v1::GetEntryRequest get;
    const uint64_t number = i * entries / 200;
    get.set_name(EntryName(number));
    v1::Entry entry;
    grpc::ClientContext call;
    SetUp(call, "");
    if (!stub->GetEntry(&call, get, &entry).ok() || entry.raw_byline() != MakeEntry(number).raw_byline()) return false;
  }
  return true;
}

bool StillGood(const fs::path& programs, const Catalogue& catalogue) {
  if (!fs::exists(MarkerOf(catalogue.data))) return false;
  try {
    MeasuredServer server = StartLectern(programs, catalogue.data, std::nullopt);
    if (Holds(server, catalogue.entries)) {
      server.WaitUntilIdle(std::chrono::seconds(60));
      server.Stop();
      return true;
    }
    std::printf("%s does not hold what it should; it is made anew.\n", catalogue.data.filename().c_str());
  } catch (const std::runtime_error& refused) {
    // Somebody looks at it, or an earlier server is still stopping: no reason to throw it away.
    if (std::string(refused.what()).find("is in use") != std::string::npos) throw;
    std::printf("%s cannot be used and is made anew: %s\n", catalogue.data.filename().c_str(), refused.what());
  }
  return false;
}

Written WriteAll(const Writing& writing, const Step& step, uint64_t first, uint64_t end) {
  Progress progress(first);
  const Clock::time_point begin = Clock::now();
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) threads.emplace_back([&] { WriteLane(writing, step, end, progress); });
  for (Clock::time_point said = begin; progress.running > 0;) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    if (writing.stopped()) progress.Fail("stopped");
    if (!writing.say_progress || Clock::now() - said < kProgressEvery) continue;
    SayProgress(progress, end - first, begin);
    said = Clock::now();
  }
  for (std::thread& thread : threads) thread.join();
  return {progress.written, std::move(progress.batches), SecondsSince(begin), progress.failure};
}

}  // namespace

EntryWriter::EntryWriter(const std::string& address, std::string admin_key)
    : stub_(v1::EntryService::NewStub(Connect(address))), admin_key_(std::move(admin_key)) {}

grpc::Status EntryWriter::Write(const EntryMaker& make, uint64_t first, uint64_t end) {
  v1::BatchUpsertEntriesRequest request;
  for (uint64_t number = first; number < end; ++number) *request.add_items()->mutable_entry() = make(number);
  request.mutable_publication()->set_reviewer(kReviewer);
  request.mutable_publication()->set_identity_risk(v1::IDENTITY_RISK_NONE);
  return Persist(admin_key_, [&](grpc::ClientContext& context) {
    v1::BatchUpsertResponse answer;
    return stub_->BatchUpsertEntries(&context, request, &answer);
  });
}

grpc::Status EntryWriter::Delete(const std::string& name) {
  v1::DeleteEntryRequest request;
  request.set_name(name);
  return Persist(admin_key_, [&](grpc::ClientContext& context) {
    google::protobuf::Empty answer;
    return stub_->DeleteEntry(&context, request, &answer);
  });
}

Written WriteEntries(const Writing& writing, const EntryMaker& make, uint64_t first, uint64_t end) {
  return WriteAll(
      writing, [&](EntryWriter& writer, uint64_t from, uint64_t to) { return writer.Write(make, from, to); }, first,
      end);
}

Written DeleteEntries(const Writing& writing, const std::vector<std::string>& names) {
  const auto some = [&](EntryWriter& writer, uint64_t from, uint64_t to) {
    grpc::Status status;
    for (uint64_t at = from; at < to && status.ok(); ++at) status = writer.Delete(names[at]);
    return status;
  };
  return WriteAll(writing, some, 0, names.size());
}

void WriteCountries(const std::string& address, const std::string& key) {
  const auto stub = v1::CountryService::NewStub(Connect(address));
  const std::vector<v1::Country> countries = Countries();
  for (size_t at = 0; at < countries.size(); at += kItems) {
    v1::BatchUpsertCountriesRequest request;
    for (size_t i = at; i < std::min(countries.size(), at + kItems); ++i)
      *request.add_items()->mutable_country() = countries[i];
    grpc::ClientContext context;
    SetUp(context, key);
    v1::BatchUpsertResponse answer;
    Must(stub->BatchUpsertCountries(&context, request, &answer), "the countries cannot be written");
  }
}

WorkFolder::WorkFolder(const fs::path& path) {
  fs::create_directories(path);
  lock_ = open((path / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock_ >= 0 && flock(lock_, LOCK_EX | LOCK_NB) == 0) return;
  if (lock_ >= 0) close(lock_);
  throw std::runtime_error("another benchmark works in " + path.string() + "; wait for it, or name another folder");
}

WorkFolder::~WorkFolder() { close(lock_); }

std::string AdminKeyOf(const fs::path& data) {
  std::string key = testing::ReadFile(data / "admin.key");
  while (!key.empty() && key.back() == '\n') key.pop_back();
  return key;
}

Catalogue PrepareCatalogue(const fs::path& programs, const fs::path& work, uint64_t entries) {
  Catalogue catalogue;
  catalogue.data = work / ("data-" + std::to_string(entries) + "-" + CorpusVersion());
  catalogue.entries = entries;
  if (StillGood(programs, catalogue)) return catalogue;
  fs::remove(MarkerOf(catalogue.data));
  fs::remove_all(catalogue.data);
  std::printf("Loading %llu entries into %s\n", static_cast<unsigned long long>(entries), catalogue.data.c_str());
  MeasuredServer server = StartLectern(programs, catalogue.data, std::nullopt);
  const std::string key = AdminKeyOf(catalogue.data);
  WriteCountries(server.address(), key);
  catalogue.written = WriteEntries({server.address(), key, /*say_progress=*/true}, MakeEntry, 0, entries);
  if (!catalogue.written.failure.empty())
    throw std::runtime_error("the entries cannot be written: " + catalogue.written.failure);
  if (!Holds(server, entries)) throw std::runtime_error("lecternd does not serve what was written into it");
  server.WaitUntilIdle(std::chrono::seconds(300));  // merging of its files goes on behind the last answer
  server.Stop();
  testing::WriteFile(MarkerOf(catalogue.data), "");
  return catalogue;
}

void CloneData(const fs::path& from, const fs::path& to) {
  fs::remove_all(to);
  for (const fs::directory_entry& item : fs::recursive_directory_iterator(from)) {
    const fs::path target = to / fs::relative(item.path(), from);
    if (item.is_directory())
      fs::create_directories(target);
    else if (fs::create_directories(target.parent_path()); item.path().extension() == ".sst")
      fs::create_hard_link(item.path(), target);
    else
      fs::copy_file(item.path(), target);
  }
}

}  // namespace lectern::bench
