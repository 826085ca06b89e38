// Pages of a search on their way to the terminal.
#pragma once

#include <string>

#include "clients/admin/page_writer.h"
#include "clients/admin/session.h"
#include "lectern/v1/search_service.pb.h"

namespace lectern::admin {

// How many results there are and how the query was understood, the results, then what was counted over all of them.
class SearchPages : public PageWriter {
 public:
  // `query` is what was searched for. Both outlive it.
  SearchPages(Output& output, const std::string& query) : output_(output), query_(query) {}

  void End(const std::string& next_page_token) override;

 protected:
  absl::Status AddItem(const google::protobuf::Message& item) override;
  void Begin(const google::protobuf::Message& page) override;
  void EndOfPage(const google::protobuf::Message&) override { output_.out.flush(); }

 private:
  Output& output_;
  const std::string& query_;
  // Of the first page: they are the same on every one.
  google::protobuf::RepeatedPtrField<v1::Facet> facets_;
  int64_t total_ = 0;
  int64_t printed_ = 0;
};

}  // namespace lectern::admin
