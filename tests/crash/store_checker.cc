#include "tests/crash/store_checker.h"

#include <gtest/gtest.h>

#include <chrono>

#include "google/protobuf/util/message_differencer.h"
#include "tests/support/server_process.h"

namespace lectern::testing {
namespace {

constexpr auto kDeadline = std::chrono::seconds(30);
constexpr int kPageSize = 1000;

// A context for one call.
std::unique_ptr<grpc::ClientContext> NewContext(const std::string& key) {
  auto context = std::make_unique<grpc::ClientContext>();
  context->set_deadline(std::chrono::system_clock::now() + kDeadline);
  Authorize(*context, key);
  return context;
}

// What the server adds by itself, taken off.
v1::Entry WithoutStamps(v1::Entry entry) {
  entry.clear_revision();
  entry.clear_etag();
  entry.clear_update_time();
  return entry;
}

void ExpectSame(const v1::Entry& stored, const v1::Entry& sent) {
  google::protobuf::util::MessageDifferencer differencer;
  std::string difference;
  differencer.ReportDifferencesToString(&difference);
  EXPECT_TRUE(differencer.Compare(WithoutStamps(stored), sent)) << stored.name() << ": " << difference;
}

}  // namespace

StoreChecker::StoreChecker(const std::shared_ptr<grpc::Channel>& channel, std::string key, const Corpus& corpus)
    : entries_(v1::EntryService::NewStub(channel)),
      admin_(v1::AdminService::NewStub(channel)),
      key_(std::move(key)),
      corpus_(corpus) {}

v1::GetStatusResponse StoreChecker::Status() {
  v1::GetStatusResponse answer;
  const grpc::Status status = admin_->GetStatus(NewContext(key_).get(), {}, &answer);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return answer;
}

std::vector<v1::Entry> StoreChecker::Read(int group) {
  v1::BatchGetEntriesRequest request;
  for (int item = 0; item < kGroupSize; ++item) request.add_names(Corpus::Name(group, item));
  v1::BatchGetEntriesResponse answer;
  const grpc::Status status = entries_->BatchGetEntries(NewContext(key_).get(), request, &answer);
  if (status.ok()) return {answer.entries().begin(), answer.entries().end()};
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND) << status.error_message();
  // One is missing: then all must be.
  for (const std::string& name : request.names()) {
    v1::GetEntryRequest get;
    get.set_name(name);
    v1::Entry entry;
    EXPECT_EQ(entries_->GetEntry(NewContext(key_).get(), get, &entry).error_code(), grpc::StatusCode::NOT_FOUND)
        << name << " is there, and its group is not whole";
  }
  return {};
}

int StoreChecker::CheckGroup(const Group& group, std::set<std::string>& names) {
  const std::vector<v1::Entry> entries = Read(group.number);
  const int generation = entries.empty() ? 0 : Corpus::GenerationOf(entries.front());
  EXPECT_TRUE(generation == group.acknowledged || (generation != 0 && generation == group.pending))
      << "group " << group.number << " is there in generation " << generation << "; " << group.acknowledged
      << " was acknowledged, " << group.pending << " is pending";
  for (size_t i = 0; i < entries.size(); ++i) {
    ExpectSame(entries[i], corpus_.MakeEntry(group.number, generation, static_cast<int>(i)));
    EXPECT_EQ(entries[i].revision(), entries.front().revision()) << "not of one commit: " << entries[i].name();
    names.insert(entries[i].name());
  }
  if (generation != 0 && generation == group.acknowledged) {
    EXPECT_EQ(group.answer.results_size(), kGroupSize);
    for (const v1::UpsertResult& result : group.answer.results()) {
      EXPECT_EQ(entries.front().revision(), result.revision()) << "group " << group.number;
    }
  }
  return generation;
}

std::set<std::string> StoreChecker::CheckGroups(const std::vector<Lane>& lanes) {
  std::set<std::string> names;
  for (const Lane& lane : lanes)
    for (const Group& group : lane.groups) CheckGroup(group, names);
  return names;
}

std::vector<v1::Entry> StoreChecker::List(const std::string& filter, const std::string& order_by) {
  v1::ListEntriesRequest request;
  request.set_page_size(kPageSize);
  request.set_filter(filter);
  request.set_order_by(order_by);
  std::vector<v1::Entry> entries;
  std::set<int> totals;
  do {
    v1::ListEntriesResponse page;
    const grpc::Status status = entries_->ListEntries(NewContext(key_).get(), request, &page);
    EXPECT_TRUE(status.ok()) << status.error_message();
    entries.insert(entries.end(), page.entries().begin(), page.entries().end());
    totals.insert(page.total_size());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(totals, std::set<int>{static_cast<int>(entries.size())}) << "total_size of " << filter << order_by;
  return entries;
}

void StoreChecker::CheckListings(const std::set<std::string>& names) {
  const auto expect_all = [&](const std::vector<v1::Entry>& entries, const std::string& listing) {
    std::multiset<std::string> listed;
    for (const v1::Entry& entry : entries) listed.insert(entry.name());
    // Not EXPECT_EQ, which would print thousands of names.
    EXPECT_TRUE(std::equal(listed.begin(), listed.end(), names.begin(), names.end()))
        << listing << " lists " << listed.size() << ", " << names.size() << " are there";
  };
  for (const char* order_by : {"", "publish_time", "publish_time desc", "publisher"})
    expect_all(List("", order_by), "order_by \"" + std::string(order_by) + "\"");
  std::vector<v1::Entry> of_countries, of_topics;
  for (const char* country : kCountries)
    for (v1::Entry& entry : List("country = \"" + std::string(country) + "\"", "")) {
      EXPECT_EQ(entry.country(), country) << entry.name();
      of_countries.push_back(std::move(entry));
    }
  expect_all(of_countries, "by country");
  for (const char* topic : kTopics)
    for (v1::Entry& entry : List("topic = \"" + std::string(topic) + "\"", "")) {
      EXPECT_EQ(entry.topic(), topic) << entry.name();
      of_topics.push_back(std::move(entry));
    }
  expect_all(of_topics, "by topic");
  const v1::GetStatusResponse status = Status();
  for (const v1::KindCount& count : status.counts()) {
    if (count.kind() == "entries") {
      EXPECT_EQ(count.count(), static_cast<int>(names.size()));
    }
  }
}

bool StoreChecker::RepeatPending(Group& group, int64_t revision) {
  std::set<std::string> names;
  const bool was_there = CheckGroup(group, names) == group.pending;
  v1::BatchUpsertResponse answer;
  const grpc::Status status = Send(*entries_, key_, corpus_.MakeRequest(group.number, group.pending), answer);
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(answer.results_size(), status.ok() ? kGroupSize : 0);
  for (const v1::UpsertResult& result : answer.results()) {
    EXPECT_EQ(result.outcome(), group.acknowledged == 0 ? v1::UPSERT_OUTCOME_CREATED : v1::UPSERT_OUTCOME_UPDATED)
        << result.name();
    EXPECT_EQ(result.revision() <= revision, was_there) << result.name() << " was carried out twice, or never";
  }
  if (!status.ok()) return was_there;
  group.acknowledged = group.pending;
  group.pending = 0;
  group.answer = answer;
  CheckGroup(group, names);
  RepeatAcknowledged(group);
  return was_there;
}

int StoreChecker::RepeatPending(std::vector<Lane>& lanes, int64_t revision) {
  int carried_out = 0;
  for (Lane& lane : lanes)
    for (Group& group : lane.groups)
      if (group.pending != 0 && RepeatPending(group, revision)) ++carried_out;
  return carried_out;
}

void StoreChecker::RepeatAcknowledged(const Group& group) {
  v1::BatchUpsertResponse answer;
  const grpc::Status status = Send(*entries_, key_, corpus_.MakeRequest(group.number, group.acknowledged), answer);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(answer.SerializeAsString(), group.answer.SerializeAsString()) << "group " << group.number;
}

}  // namespace lectern::testing
