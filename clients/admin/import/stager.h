// Sends the items of an import in chunks, some of them on their way at once.
#pragma once

#include <deque>
#include <memory>
#include <string>

#include "clients/admin/connection.h"
#include "lectern/v1/import_service.pb.h"

namespace lectern::admin {

class Stager {
 public:
  // `connection` outlives it.
  Stager(Connection& connection, std::string operation) : connection_(connection), operation_(std::move(operation)) {}
  ~Stager();
  Stager(const Stager&) = delete;
  Stager& operator=(const Stager&) = delete;

  // Adds an item; sends a chunk once one is full. A stream that breaks is opened anew, and what was not acknowledged is
  // sent once more. A failure is one that would come again.
  grpc::Status Add(v1::ImportItem item);
  // Sends the rest and waits until all of it is durable.
  grpc::Status Finish();

  int chunks() const { return next_chunk_; }

 private:
  using Stream = grpc::ClientReaderWriterInterface<v1::StreamItemsRequest, v1::StreamItemsResponse>;

  grpc::Status Send();
  grpc::Status Write(const v1::StreamItemsRequest& request);
  // Waits until at most `most` chunks are not acknowledged.
  grpc::Status Await(size_t most);
  // Opens the stream anew and sends again what was not acknowledged.
  grpc::Status Recover();
  grpc::Status Close();

  Connection& connection_;
  const std::string operation_;
  int next_chunk_ = 0;
  v1::StageItemsRequest filling_;
  size_t filling_bytes_ = 0;
  std::deque<v1::StreamItemsRequest> unacknowledged_;  // in the order they were sent
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<Stream> stream_;
  int recoveries_ = 0;  // without an acknowledgement in between
};

}  // namespace lectern::admin
