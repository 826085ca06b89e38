// A whole server with a catalogue, and callers of SearchService.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "lectern/v1/country_service.grpc.pb.h"
#include "lectern/v1/entry_service.grpc.pb.h"
#include "lectern/v1/search_service.grpc.pb.h"
#include "tests/conformance/api/memory_server.h"

namespace lectern::tests {

class SearchApi : public ::testing::Test {
 protected:
  SearchApi()
      : channel_(server_->InProcessChannel()),
        search_(v1::SearchService::NewStub(channel_)),
        entries_(v1::EntryService::NewStub(channel_)) {
    const auto countries = v1::CountryService::NewStub(channel_);
    for (const char* code : {"be", "fr", "nl"}) {
      v1::CreateCountryRequest request;
      request.mutable_country()->set_name(std::string("countries/") + code);
      v1::Country created;
      EXPECT_TRUE(Call(*countries, &v1::CountryService::Stub::CreateCountry, request, created, "").ok());
    }
  }

  // As `role`; "anonymous" has no key.
  void Prepare(grpc::ClientContext& context, const std::string& role) {
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
    if (role == "anonymous") return;
    context.AddMetadata("authorization", "Bearer " + server_.secret());
    if (!role.empty()) context.AddMetadata("lectern-act-as", role);
  }
  template <class Stub, class Request, class Answer>
  grpc::Status Call(Stub& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Answer*),
                    const Request& request, Answer& answer, const std::string& role, int64_t min_revision = 0) {
    grpc::ClientContext context;
    Prepare(context, role);
    if (min_revision > 0) context.AddMetadata("lectern-min-revision", std::to_string(min_revision));
    const grpc::Status status = (stub.*method)(&context, request, &answer);
    const auto trailer = context.GetServerTrailingMetadata().find("lectern-revision");
    if (trailer != context.GetServerTrailingMetadata().end())
      shown_ = std::stoll(std::string(trailer->second.data(), trailer->second.size()));
    return status;
  }

  v1::Entry& Add(const std::string& id, const std::string& title, const std::string& passage = "") {
    v1::Entry& entry = *upsert_.add_items()->mutable_entry();
    entry.set_name("entries/" + id);
    entry.add_title_lines(title);
    entry.set_topic("topics/torture");
    if (!passage.empty()) {
      entry.add_passages()->set_text(passage);
      entry.mutable_passages(0)->set_label("[27]");
    }
    entry.set_identity_risk(v1::IDENTITY_RISK_NONE);
    entry.set_lifecycle(v1::LIFECYCLE_PUBLISHED);
    entry.mutable_review()->set_reviewer("library");
    return entry;
  }
  // Writes what was added; searches from now on show it.
  void Write() {
    v1::BatchUpsertResponse answer;
    const grpc::Status status = Call(*entries_, &v1::EntryService::Stub::BatchUpsertEntries, upsert_, answer, "");
    ASSERT_TRUE(status.ok()) << status.error_message();
    written_ = shown_;
    upsert_.Clear();
  }

  grpc::Status TrySearch(const v1::SearchRequest& request, v1::SearchResponse& answer,
                         const std::string& role = "anonymous") {
    return Call(*search_, &v1::SearchService::Stub::Search, request, answer, role, written_);
  }
  v1::SearchResponse Search(const v1::SearchRequest& request, const std::string& role = "anonymous") {
    v1::SearchResponse answer;
    const grpc::Status status = TrySearch(request, answer, role);
    EXPECT_TRUE(status.ok()) << status.error_message();
    EXPECT_GE(shown_, written_);
    return answer;
  }
  v1::SearchResponse Search(const std::string& query, const std::string& role = "anonymous") {
    v1::SearchRequest request;
    request.set_query(query);
    return Search(request, role);
  }
  static std::vector<std::string> Names(const v1::SearchResponse& answer) {
    std::vector<std::string> names;
    for (const v1::SearchHit& hit : answer.hits()) names.push_back(hit.name().substr(hit.name().find('/') + 1));
    return names;
  }
  std::vector<std::string> Found(const std::string& query, const std::string& filter = "",
                                 const std::string& role = "anonymous") {
    v1::SearchRequest request;
    request.set_query(query);
    request.set_filter(filter);
    request.add_kinds("entries");
    return Names(Search(request, role));
  }

  const MemoryServer server_;
  const std::shared_ptr<grpc::Channel> channel_;
  const std::unique_ptr<v1::SearchService::Stub> search_;
  const std::unique_ptr<v1::EntryService::Stub> entries_;
  v1::BatchUpsertEntriesRequest upsert_;
  int64_t shown_ = 0, written_ = 0;
};

}  // namespace lectern::tests
