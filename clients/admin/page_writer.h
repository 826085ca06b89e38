// Pages of a listing on their way to the terminal or a file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "clients/admin/listing.h"
#include "clients/admin/session.h"
#include "clients/admin/table.h"
#include "google/protobuf/message.h"

namespace lectern::admin {

// Add for each page in turn, then End, once.
class PageWriter {
 public:
  virtual ~PageWriter() = default;

  // Prints the items of `page`, an answer of a List method. INTERNAL: one of them has no JSON form; what is printed
  // so far stays.
  absl::Status Add(const google::protobuf::Message& page);
  // Prints what stands behind the items. `next_page_token`: where the listing goes on, "" at its end. At least one page
  // was added.
  virtual void End(const std::string& next_page_token) = 0;

  bool begun() const { return begun_; }

 protected:
  virtual absl::Status AddItem(const google::protobuf::Message& item) = 0;
  // Prints what stands before the items; `page` is the first.
  virtual void Begin(const google::protobuf::Message& page) = 0;
  virtual void EndOfPage(const google::protobuf::Message& page) = 0;

 private:
  bool begun_ = false;
};

// One JSON document, as if all pages had been one answer.
class JsonPages : public PageWriter {
 public:
  explicit JsonPages(std::ostream& out) : out_(out) {}

  void End(const std::string& next_page_token) override;

 protected:
  absl::Status AddItem(const google::protobuf::Message& item) override;
  void Begin(const google::protobuf::Message& page) override;
  void EndOfPage(const google::protobuf::Message& page) override;

 private:
  std::ostream& out_;
  // The last page without its items.
  std::unique_ptr<google::protobuf::Message> frame_;
  bool first_ = true;
};

// A table. Its columns are as wide as the first rows need; cells of later ones are cut to that on a terminal.
class TablePages : public PageWriter {
 public:
  TablePages(Output& output, const Rows& rows) : output_(output), rows_(rows), table_(rows.columns) {}

  void End(const std::string& next_page_token) override;

 protected:
  absl::Status AddItem(const google::protobuf::Message& item) override;
  void Begin(const google::protobuf::Message&) override {}
  void EndOfPage(const google::protobuf::Message& page) override;

 private:
  Output& output_;
  const Rows& rows_;
  Table table_;
  size_t items_ = 0;
  // Of the whole listing; negative where the answer does not tell.
  int64_t total_ = -1;
};

}  // namespace lectern::admin
