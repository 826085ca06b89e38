// Writes the parts of a page in batches.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "clients/admin/connection.h"
#include "clients/admin/import/batches.h"
#include "lectern/v1/country.pb.h"
#include "lectern/v1/entry.pb.h"
#include "lectern/v1/teacher_resource.pb.h"

namespace lectern::admin {

struct UploadOptions {
  // Publishes what is written, but for hotlines: nobody has called those yet.
  std::optional<v1::Publication> publication;
  // Runs every check and writes nothing.
  bool validate_only = false;
};

// Each method appends one result an item, in order, and answers OK although single items were refused. Any other
// failure ends it: the results then are those of the items before it. Every batch carries a request_id of its own, so
// that a try whose answer was lost is not carried out twice.
class Uploader {
 public:
  // `connection` outlives it.
  Uploader(Connection& connection, UploadOptions options) : connection_(connection), options_(std::move(options)) {}

  // Makes the country `name` ("": none is needed) where it is not there. One that is there is left alone. A dry run
  // makes none: what follows is then not held to be wrong for lack of it.
  grpc::Status EnsureCountry(const std::string& name);

  grpc::Status Upsert(const std::vector<v1::Entry>& entries, std::vector<ItemResult>& results);
  grpc::Status Upsert(const std::vector<v1::Hotline>& hotlines, std::vector<ItemResult>& results);
  grpc::Status Upsert(const std::vector<v1::CountryPage>& pages, std::vector<ItemResult>& results);
  grpc::Status Upsert(const std::vector<v1::TeacherResource>& resources, std::vector<ItemResult>& results);

 private:
  template <typename Api, typename Request, typename Resource, typename Place>
  grpc::Status UpsertAll(grpc::Status (Api::*method)(grpc::ClientContext*, const Request&, v1::BatchUpsertResponse*),
                         const std::vector<Resource>& resources, bool publish, Place place,
                         std::vector<ItemResult>& results);

  Connection& connection_;
  const UploadOptions options_;
  std::set<std::string> countries_;  // known to be there
  bool country_lacks_ = false;       // the one ensured last would have been made, were it no dry run
};

}  // namespace lectern::admin
