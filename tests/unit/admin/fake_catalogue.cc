#include "tests/unit/admin/fake_catalogue.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace lectern::admin::testing {

using grpc::ServerContext;
using grpc::Status;
using grpc::StatusCode;

Status MakeStatus(StatusCode code, const std::string& reason, const std::string& message,
                  const std::vector<std::pair<std::string, std::string>>& fields,
                  const std::map<std::string, std::string>& metadata, int retry_millis) {
  google::rpc::Status whole;
  whole.set_code(code);
  whole.set_message(message);
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  info.set_domain("lectern");
  for (const auto& [key, value] : metadata) (*info.mutable_metadata())[key] = value;
  whole.add_details()->PackFrom(info);
  google::rpc::BadRequest bad;
  for (const auto& [field, description] : fields) {
    bad.add_field_violations()->set_field(field);
    bad.mutable_field_violations()->rbegin()->set_description(description);
  }
  if (!fields.empty()) whole.add_details()->PackFrom(bad);
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_nanos(retry_millis * 1'000'000);
  if (retry_millis > 0) whole.add_details()->PackFrom(retry);
  return {code, message, whole.SerializeAsString()};
}

struct FakeCatalogue::State {
  mutable std::mutex mutex;
  std::vector<v1::BatchUpsertEntriesRequest> entry_batches;
  std::map<std::string, v1::Entry> entries;
  std::map<std::string, v1::BatchUpsertResponse> answers;  // by request_id
  std::vector<Status> failures;
  bool lose_next = false;
  bool list_for_ever = false;
};

class FakeCatalogue::Admin final : public v1::AdminService::Service {
 public:
  explicit Admin(const FakeCatalogue& fake) : fake_(fake) {}

  Status GetStatus(ServerContext* context, const v1::GetStatusRequest*, v1::GetStatusResponse* answer) override {
    const auto& metadata = context->client_metadata();
    const auto key = metadata.find("authorization");
    if (fake_.secret && (key == metadata.end() || key->second != "Bearer " + *fake_.secret))
      return MakeStatus(StatusCode::UNAUTHENTICATED, "CREDENTIAL_INVALID", "the key is not known");
    answer->set_version("9.9.9");
    answer->set_revision(42);
    answer->set_role(key == metadata.end() ? v1::ROLE_READER : v1::ROLE_ADMIN);
    return Status::OK;
  }

 private:
  const FakeCatalogue& fake_;
};

namespace {

template <typename Map, typename Resource>
void Put(Map& map, const std::string& key, Resource resource, v1::BatchUpsertResponse& answer) {
  v1::UpsertResult& result = *answer.add_results();
  const auto [place, created] = map.emplace(key, resource);
  result.set_name(place->second.name());
  resource.set_name(place->second.name());
  const bool same = place->second.SerializeAsString() == resource.SerializeAsString();
  result.set_outcome(created ? v1::UPSERT_OUTCOME_CREATED
                     : same  ? v1::UPSERT_OUTCOME_UNCHANGED
                             : v1::UPSERT_OUTCOME_UPDATED);
  place->second = resource;
}

}  // namespace

class FakeCatalogue::Entries final : public v1::EntryService::Service {
 public:
  explicit Entries(State& state) : state_(state) {}

  Status GetEntry(ServerContext*, const v1::GetEntryRequest* request, v1::Entry* answer) override {
    const std::lock_guard lock(state_.mutex);
    for (const auto& [key, entry] : state_.entries) {
      if (entry.name() != request->name()) continue;
      *answer = entry;
      return Status::OK;
    }
    return MakeStatus(StatusCode::NOT_FOUND, "RESOURCE_NOT_FOUND", "there is no such entry");
  }

  // Pages of at most two; the token is the place to go on at.
  Status ListEntries(ServerContext*, const v1::ListEntriesRequest* request, v1::ListEntriesResponse* answer) override {
    const std::lock_guard lock(state_.mutex);
    size_t at = request->page_token().empty() ? 0 : std::stoul(request->page_token());
    const size_t end = std::min({at + 2, at + static_cast<size_t>(request->page_size()), state_.entries.size()});
    for (auto entry = std::next(state_.entries.begin(), static_cast<ptrdiff_t>(at)); at < end; ++at, ++entry)
      *answer->add_entries() = entry->second;
    if (end < state_.entries.size()) answer->set_next_page_token(std::to_string(end));
    if (state_.list_for_ever) answer->set_next_page_token("0");
    answer->set_total_size(static_cast<int>(state_.entries.size()));
    return Status::OK;
  }

  Status BatchUpsertEntries(ServerContext*, const v1::BatchUpsertEntriesRequest* request,
                            v1::BatchUpsertResponse* answer) override {
    const std::lock_guard lock(state_.mutex);
    state_.entry_batches.push_back(*request);
    if (!state_.failures.empty()) {
      const Status status = state_.failures.front();
      state_.failures.erase(state_.failures.begin());
      return status;
    }
    if (const auto replay = state_.answers.find(request->request_id()); replay != state_.answers.end()) {
      *answer = replay->second;
      return Status::OK;
    }
    for (const auto& item : request->items()) {
      v1::Entry entry = item.entry();
      entry.clear_provenance();
      if (item.has_update_mask()) {
        answer->add_results()->set_name(entry.name());
        answer->mutable_results()->rbegin()->set_outcome(v1::UPSERT_OUTCOME_UPDATED);
        continue;
      }
      entry.set_name("entries/e" + std::to_string(state_.entries.size()));
      if (request->validate_only()) {
        answer->add_results()->set_outcome(v1::UPSERT_OUTCOME_CREATED);
        continue;
      }
      Put(state_.entries, entry.source_key(), entry, *answer);
    }
    state_.answers[request->request_id()] = *answer;
    if (!std::exchange(state_.lose_next, false)) return Status::OK;
    return {StatusCode::UNAVAILABLE, "connection lost"};
  }

 private:
  State& state_;
};

FakeCatalogue::FakeCatalogue() : state_(std::make_unique<State>()) {
  admin_ = std::make_unique<Admin>(*this);
  entries_ = std::make_unique<Entries>(*state_);
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.RegisterService(admin_.get());
  builder.RegisterService(entries_.get());
  server_ = builder.BuildAndStart();
  address_ = "127.0.0.1:" + std::to_string(port);
}

FakeCatalogue::~FakeCatalogue() { Stop(); }

void FakeCatalogue::Stop() { server_->Shutdown(std::chrono::system_clock::now()); }

void FakeCatalogue::FailNext(std::vector<Status> statuses) {
  const std::lock_guard lock(state_->mutex);
  state_->failures = std::move(statuses);
}

void FakeCatalogue::LoseNextAnswer() {
  const std::lock_guard lock(state_->mutex);
  state_->lose_next = true;
}

void FakeCatalogue::ListForEver() {
  const std::lock_guard lock(state_->mutex);
  state_->list_for_ever = true;
}

std::vector<v1::BatchUpsertEntriesRequest> FakeCatalogue::entry_batches() const {
  const std::lock_guard lock(state_->mutex);
  return state_->entry_batches;
}

std::map<std::string, v1::Entry> FakeCatalogue::entries() const {
  const std::lock_guard lock(state_->mutex);
  return state_->entries;
}

}  // namespace lectern::admin::testing
