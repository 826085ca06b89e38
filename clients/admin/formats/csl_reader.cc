#include "clients/admin/formats/csl_reader.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "clients/admin/formats/csl_values.h"
#include "clients/admin/formats/encoding.h"
#include "clients/admin/formats/enum_words.h"
#include "clients/admin/formats/json_scanner.h"
#include "clients/admin/legacy/white_space.h"
#include "fmt/format.h"
#include "nlohmann/json.hpp"

namespace lectern::formats {
namespace {

using nlohmann::json;

// Types beside those that the contract names.
constexpr std::pair<std::string_view, v1::SourceType> kTypes[] = {{"article", v1::SOURCE_TYPE_ARTICLE_JOURNAL},
                                                                  {"bill", v1::SOURCE_TYPE_LEGISLATION},
                                                                  {"regulation", v1::SOURCE_TYPE_LEGISLATION},
                                                                  {"broadcast", v1::SOURCE_TYPE_MOTION_PICTURE},
                                                                  {"entry-encyclopedia", v1::SOURCE_TYPE_CHAPTER},
                                                                  {"paper-conference", v1::SOURCE_TYPE_CHAPTER},
                                                                  {"pamphlet", v1::SOURCE_TYPE_REPORT},
                                                                  {"periodical", v1::SOURCE_TYPE_ARTICLE_MAGAZINE},
                                                                  {"post", v1::SOURCE_TYPE_WEBPAGE},
                                                                  {"post-weblog", v1::SOURCE_TYPE_WEBPAGE},
                                                                  {"speech", v1::SOURCE_TYPE_HEARING}};

// Variables that hold names; each is the role of those whom it names.
constexpr std::string_view kRoles[] = {"author",
                                       "editor",
                                       "translator",
                                       "director",
                                       "interviewer",
                                       "compiler",
                                       "collection-editor",
                                       "container-author",
                                       "editorial-director",
                                       "chair",
                                       "contributor",
                                       "organizer",
                                       "reviewed-author",
                                       "original-author"};

v1::SourceType TypeOf(std::string_view name) {
  for (const auto& [known, type] : kTypes) {
    if (known == name) return type;
  }
  return SourceTypeOfCsl(name);
}

// One item being read.
class Item {
 public:
  Item(const json& object, const JsonObject& source, WorkBuilder& work)
      : object_(object), source_(source), work_(work) {}

  // A sentence where a value is none of its kind.
  const std::optional<std::string>& error() const { return error_; }
  Place error_place() const { return error_place_; }

  void Read() {
    v1::Entry& entry = work_.entry();
    if (const auto type = Text("type")) {
      entry.set_source_type(TypeOf(*type));
      if (entry.source_type() == v1::SOURCE_TYPE_UNSPECIFIED && *type != "document")
        work_.Warn(LineOf("type"),
                   fmt::format("{} is no kind of work that is known; the kind is left open.", Excerpt(*type, 40)));
    }
    if (const auto title = Text("title")) work_.AddTitle(WithoutMarkup(*title));
    for (const std::string_view role : kRoles) Names(role);
    Set("publisher", entry.mutable_publisher());
    Set("container-title", entry.mutable_series());
    Set("collection-title", entry.mutable_series());
    Set("event-title", entry.mutable_series());
    Set("publisher-place", entry.mutable_place());
    Set("language", entry.mutable_language());
    if (const auto date = Date("issued")) work_.SetPublished(date->raw, date->edtf, LineOf("issued"), "issued");
    if (const auto date = Date("accessed")) work_.AddAccess(date->raw, date->edtf);
    if (const auto url = Text("URL")) work_.SetUrl(*url, LineOf("URL"));
    if (const auto doi = Text("DOI")) work_.SetDoi(*doi);
    if (const auto text = Text("abstract")) work_.AddAnnotation(WithoutMarkup(*text));
    if (const auto text = Text("annote")) work_.AddAnnotation(WithoutMarkup(*text));
    if (const auto note = Text("note")) work_.AddNote(*note);
    if (const auto id = Text("id")) work_.SetId(*id);
    for (const auto& [key, value] : object_.items()) {
      const bool taken = std::find(taken_.begin(), taken_.end(), key) != taken_.end();
      if (!taken && key != "_refused" && !value.is_null())
        work_.NotUsed(LineOf(key), key, value.is_string() ? value.get<std::string>() : value.dump());
    }
  }

 private:
  const json* Take(std::string_view key) {
    taken_.emplace_back(key);
    const auto found = object_.find(std::string(key));
    return found == object_.end() || found->is_null() ? nullptr : &*found;
  }

  std::optional<std::string> Text(std::string_view key) {
    const json* value = Take(key);
    if (value == nullptr) return std::nullopt;
    if (value->is_string()) return value->get<std::string>();
    if (value->is_number_integer()) return value->dump();
    Refuse(key, "a text is expected");
    return std::nullopt;
  }

  void Set(std::string_view key, std::string* field) {
    if (const auto text = Text(key)) work_.Set(field, WithoutMarkup(*text), LineOf(key), key);
  }

  void Names(std::string_view role) {
    const json* value = Take(role);
    if (value == nullptr) return;
    if (!value->is_array()) return Refuse(role, "a list of names is expected");
    for (const json& name : *value) {
      auto who = ReadCslName(name);
      if (!who) return Refuse(role, "each name needs a family or a literal, as text");
      work_.AddContributor(*std::move(who), role);
    }
  }

  std::optional<CslDate> Date(std::string_view key) {
    const json* value = Take(key);
    if (value == nullptr) return std::nullopt;
    std::optional<CslDate> date = ReadCslDate(*value);
    if (!date) Refuse(key, "a date with date-parts, raw or literal is expected");
    return date;
  }

  // Where a key of the object stands, as near as a search for it tells.
  Place PlaceOf(std::string_view key) const {
    const size_t at = source_.raw.find(fmt::format("\"{}\"", key));
    return PlaceIn(source_.raw, at == std::string::npos ? 0 : at, source_.place);
  }
  int64_t LineOf(std::string_view key) const { return PlaceOf(key).line; }

  void Refuse(std::string_view key, std::string_view what) {
    if (error_) return;
    error_ = fmt::format("{}: {}.", key, what);
    error_place_ = PlaceOf(key);
  }

  const json& object_;
  const JsonObject& source_;
  WorkBuilder& work_;
  std::vector<std::string> taken_;
  std::optional<std::string> error_;
  Place error_place_;
};

}  // namespace

CslReader::CslReader(std::unique_ptr<ByteSource> bytes, std::string file, const ReaderOptions& options)
    : bytes_(std::move(bytes)), library_{file, options, {}, {}}, objects_(*bytes_, std::move(file)) {}

absl::StatusOr<std::optional<ReadItem>> CslReader::Next() {
  absl::StatusOr<std::optional<JsonObject>> object = objects_.Next();
  if (!object.ok()) return object.status();
  if (!object->has_value()) return std::nullopt;
  return Read(**std::move(object));
}

ReadItem CslReader::Read(JsonObject object) {
  const auto refuse = [&](size_t offset, std::string what) {
    const Place place = PlaceIn(object.raw, offset, object.place);
    return Unreadable(library_, std::move(object.raw), place, std::move(what));
  };
  // Our own scanner says where a fault is; what it takes, the library that builds the tree takes too.
  if (const size_t bad = BadUtf8(object.raw); bad != std::string::npos) return refuse(bad, "this is no UTF-8.");
  JsonScanner scanner(object.raw);
  if (!scanner.SkipValue() || !scanner.AtEnd()) return refuse(scanner.fault()->offset, scanner.fault()->what + ".");
  const json tree = json::parse(object.raw, nullptr, false);
  if (!tree.is_object()) return refuse(0, "a number in it is too large to be read.");

  WorkBuilder work(library_);
  Item item(tree, object, work);
  item.Read();
  if (item.error()) return Unreadable(library_, std::move(object.raw), item.error_place(), *item.error());
  return work.Finish(std::move(object.raw), object.place, object.offset);
}

}  // namespace lectern::formats
