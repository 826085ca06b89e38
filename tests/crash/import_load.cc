#include "tests/crash/import_load.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <iterator>

#include "tests/support/server_process.h"

namespace lectern::testing {
namespace {

constexpr auto kDeadline = std::chrono::seconds(30);
constexpr int kGroupsALane = 100'000;  // numbers of groups are lane * this + place
constexpr int kRankDigits = 8;

std::string Padded(int number, int digits) {
  const std::string text = std::to_string(number);
  return std::string(static_cast<size_t>(digits) - text.size(), '0') + text;
}

void RunLane(v1::EntryService::StubInterface& stub, const std::string& key, const Corpus& corpus, Lane& lane,
             size_t most_groups, uint64_t seed) {
  std::mt19937_64 random(seed);
  do {
    const bool full = lane.groups.size() >= most_groups;
    size_t at = lane.groups.size();
    if (full || (at > 0 && random() % 3 == 0))
      at = random() % lane.groups.size();
    else
      lane.groups.push_back({.number = lane.number * kGroupsALane + static_cast<int>(at), .answer = {}});
    Group& group = lane.groups[at];
    group.pending = group.acknowledged + 1;
    v1::BatchUpsertResponse answer;
    lane.end = Send(stub, key, corpus.MakeRequest(group.number, group.pending), answer);
    if (!lane.end.ok()) continue;
    group.acknowledged = group.pending;
    group.pending = 0;
    for (const v1::UpsertResult& result : answer.results())
      lane.last_revision = std::max(lane.last_revision, result.revision());
    group.answer = std::move(answer);
  } while (lane.end.ok());
}

}  // namespace

std::string Corpus::Name(int group, int item) {
  return "entries/g" + std::to_string(group) + "-" + std::to_string(item);
}

std::mt19937_64 Corpus::RandomFor(int group, int generation, int item) const {
  std::seed_seq parts{static_cast<uint32_t>(seed_), static_cast<uint32_t>(seed_ >> 32), static_cast<uint32_t>(group),
                      static_cast<uint32_t>(generation), static_cast<uint32_t>(item)};
  return std::mt19937_64(parts);
}

v1::Entry Corpus::MakeEntry(int group, int generation, int item) const {
  std::mt19937_64 random = RandomFor(group, generation, item);
  v1::Entry entry;
  entry.set_name(Name(group, item));
  entry.add_title_lines("Entry " + std::to_string(item) + " of group " + std::to_string(group));
  // Index keys change from one generation to the next, so that a rewrite moves rows.
  entry.set_publisher("Publisher " + std::to_string(random() % 50));
  entry.set_country(kCountries[random() % std::size(kCountries)]);
  entry.set_topic(kTopics[random() % std::size(kTopics)]);
  entry.set_rank(Padded(static_cast<int>(random() % 90'000'000), kRankDigits) + "V");  // a rank ends in no 0
  entry.mutable_published()->set_edtf(std::to_string(1980 + random() % 40));
  entry.set_series(std::to_string(generation));
  const int passages = 1 + static_cast<int>(random() % 4);
  for (int i = 0; i < passages; ++i)
    entry.add_passages()->set_text(std::string(random() % 900 + 1, static_cast<char>('a' + random() % 26)));
  entry.set_lifecycle(v1::LIFECYCLE_DRAFT);
  entry.set_identity_risk(v1::IDENTITY_RISK_NOT_ASSESSED);
  return entry;
}

v1::BatchUpsertEntriesRequest Corpus::MakeRequest(int group, int generation) const {
  v1::BatchUpsertEntriesRequest request;
  for (int item = 0; item < kGroupSize; ++item)
    *request.add_items()->mutable_entry() = MakeEntry(group, generation, item);
  std::mt19937_64 random = RandomFor(group, generation, kGroupSize);
  char id[40] = "";
  std::snprintf(id, sizeof(id), "%08x-%04x-4%03x-8%03x-%012llx", static_cast<unsigned>(random() & 0xffffffff),
                static_cast<unsigned>(random() & 0xffff), static_cast<unsigned>(random() & 0xfff),
                static_cast<unsigned>(random() & 0xfff), static_cast<unsigned long long>(random() & 0xffffffffffff));
  request.set_request_id(id);
  return request;
}

int Corpus::GenerationOf(const v1::Entry& entry) { return entry.series().empty() ? 0 : std::stoi(entry.series()); }

Importers::Importers(const std::vector<std::shared_ptr<grpc::Channel>>& channels, const std::string& key,
                     const Corpus& corpus, std::vector<Lane>& lanes, size_t most_groups, uint64_t seed) {
  for (size_t i = 0; i < lanes.size(); ++i)
    threads_.emplace_back([channel = channels[i / 2], &key, &corpus, &lane = lanes[i], most_groups, seed, i] {
      const auto stub = v1::EntryService::NewStub(channel);
      RunLane(*stub, key, corpus, lane, most_groups, seed + i);
    });
}

Importers::~Importers() {
  for (std::thread& thread : threads_) thread.join();
}

grpc::Status Send(v1::EntryService::StubInterface& stub, const std::string& key,
                  const v1::BatchUpsertEntriesRequest& request, v1::BatchUpsertResponse& answer) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kDeadline);
  Authorize(context, key);
  return stub.BatchUpsertEntries(&context, request, &answer);
}

}  // namespace lectern::testing
