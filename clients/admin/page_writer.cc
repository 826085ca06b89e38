#include "clients/admin/page_writer.h"

#include <utility>

#include "clients/admin/fields.h"
#include "clients/admin/json.h"
#include "clients/admin/text_width.h"
#include "fmt/format.h"
#include "google/protobuf/util/field_mask_util.h"

namespace lectern::admin {
namespace {

using google::protobuf::Message;
using google::protobuf::util::FieldMaskUtil;

// So many rows decide the widths: pages may be short, or empty.
constexpr size_t kRowsBeforePrinting = 100;
// Items stand two levels down in the document, and a level is a space.
constexpr char kMargin[] = "  ";

// `json` with a margin before every line, without the last line's end. No string of JSON holds a line's end.
std::string WithMargin(const std::string& json) {
  std::string moved;
  for (size_t at = 0; at < json.size();) {
    const size_t end = json.find('\n', at);
    moved += (moved.empty() ? "" : "\n") + std::string(kMargin) + json.substr(at, end - at);
    if (end == std::string::npos) break;
    at = end + 1;
  }
  return moved;
}

}  // namespace

absl::Status PageWriter::Add(const Message& page) {
  if (!std::exchange(begun_, true)) Begin(page);
  const auto* items = ItemsOf(*page.GetDescriptor());
  const int count = items == nullptr ? 0 : page.GetReflection()->FieldSize(page, items);
  for (int i = 0; i < count; ++i)
    if (absl::Status status = AddItem(page.GetReflection()->GetRepeatedMessage(page, items, i)); !status.ok())
      return status;
  EndOfPage(page);
  return absl::OkStatus();
}

void JsonPages::Begin(const Message& page) {
  frame_.reset(page.New());
  out_ << "{\n \"" << ItemsOf(*page.GetDescriptor())->json_name() << "\": [";
}

absl::Status JsonPages::AddItem(const Message& item) {
  const auto json = ToJson(item);
  if (!json.ok()) return json.status();
  out_ << (std::exchange(first_, false) ? "\n" : ",\n") << WithMargin(*json);
  return absl::OkStatus();
}

void JsonPages::EndOfPage(const Message& page) {
  // What an answer says beside its items is small; copying the items for it would not be.
  google::protobuf::FieldMask beside;
  for (int i = 0; i < page.GetDescriptor()->field_count(); ++i)
    if (page.GetDescriptor()->field(i) != ItemsOf(*page.GetDescriptor()))
      beside.add_paths(page.GetDescriptor()->field(i)->name());
  frame_->Clear();
  FieldMaskUtil::MergeMessageTo(page, beside, {}, frame_.get());
  out_.flush();
}

void JsonPages::End(const std::string& next_page_token) {
  SetText(*frame_, "next_page_token", next_page_token);
  const std::string frame = ToJson(*frame_).value_or("{\n}\n");
  // "{\n \"entries\": [],\n ...": the items' own field is an answer's first.
  const size_t behind = frame.find(']');
  out_ << (first_ ? "]" : "\n ]") << (behind == std::string::npos ? "\n}\n" : frame.substr(behind + 1));
}

absl::Status TablePages::AddItem(const Message& item) {
  table_.AddRow(rows_.row(item));
  ++items_;
  return absl::OkStatus();
}

void TablePages::EndOfPage(const Message& page) {
  if (page.GetDescriptor()->FindFieldByName("total_size") != nullptr) total_ = NumberIn(page, "total_size");
  if (items_ < kRowsBeforePrinting) return;
  table_.Flush(output_.out, output_.width);
  output_.out.flush();
}

void TablePages::End(const std::string& next_page_token) {
  table_.Flush(output_.out, output_.width);
  output_.out.flush();
  output_.err << (total_ < 0 ? fmt::format("{}\n", items_) : fmt::format("{} of {}\n", items_, total_));
  if (!next_page_token.empty()) output_.err << "next page: --page-token " << Printable(next_page_token) << '\n';
}

}  // namespace lectern::admin
