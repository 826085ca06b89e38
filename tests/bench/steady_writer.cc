#include "tests/bench/steady_writer.h"

#include <chrono>
#include <stdexcept>

#include "grpcpp/create_channel.h"
#include "lectern/v1/country_service.grpc.pb.h"

namespace lectern::bench {

using Clock = std::chrono::steady_clock;

SteadyWriter::SteadyWriter(const std::string& address, const std::string& admin_key, double commits_a_second)
    : thread_([=, this] { Write(address, admin_key, commits_a_second); }) {}

SteadyWriter::~SteadyWriter() {
  stopping_ = true;
  thread_.join();
}

uint64_t SteadyWriter::commits() const {
  if (failed_) throw std::runtime_error("writing beside the measurement failed: " + failure_);
  return commits_;
}

void SteadyWriter::Write(const std::string& address, const std::string& admin_key, double commits_a_second) {
  const auto stub =
      v1::CountryService::NewStub(grpc::CreateChannel("dns:///" + address, grpc::InsecureChannelCredentials()));
  // Another text than the one before, in this run and after earlier ones.
  auto number = std::chrono::system_clock::now().time_since_epoch().count();
  const auto pause = std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(1 / commits_a_second));
  for (Clock::time_point next = Clock::now(); !stopping_; next += pause) {
    v1::BatchUpsertCountriesRequest request;
    v1::UpsertCountryItem& item = *request.add_items();
    item.mutable_country()->set_name("countries/aq");
    item.mutable_country()->set_editor_notes(std::to_string(number++));
    item.mutable_update_mask()->add_paths("editor_notes");
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
    context.AddMetadata("authorization", "Bearer " + admin_key);
    v1::BatchUpsertResponse answer;
    if (const grpc::Status status = stub->BatchUpsertCountries(&context, request, &answer); !status.ok()) {
      failure_ = status.error_message();
      failed_ = true;
      return;
    }
    ++commits_;
    std::this_thread::sleep_until(next + pause);
  }
}

}  // namespace lectern::bench
