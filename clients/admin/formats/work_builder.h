// A work of a bibliography on its way to an import item: what BibTeX, RIS and CSL-JSON have in common.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "clients/admin/formats/byte_source.h"
#include "clients/admin/formats/identity.h"
#include "clients/admin/formats/item_reader.h"

namespace lectern::formats {

// What the reader of one file keeps from work to work.
struct Library {
  std::string file;
  ReaderOptions options;
  Ordinals works;
  Ordinals ids;
};

class WorkBuilder {
 public:
  // `library` outlives it.
  explicit WorkBuilder(Library& library) : library_(library), entry_(*read_.item.mutable_entry()) {}

  v1::Entry& entry() { return entry_; }

  // Says `what` about a line.
  void Warn(int64_t line, std::string_view what);
  // Says that a field is not used.
  void NotUsed(int64_t line, std::string_view name, std::string_view value);

  // Sets a text that a work has once. A second, other one is reported as not used.
  void Set(std::string* field, std::string value, int64_t line, std::string_view name);
  // A line of the title; white space in it is made single spaces.
  void AddTitle(std::string_view text);
  void AddContributor(v1::Contributor who, std::string_view role);
  // A date of publication as printed, and as understood if the caller knows.
  void SetPublished(std::string raw, std::string edtf, int64_t line, std::string_view name);
  void AddAccess(std::string raw, std::string edtf);
  // Paragraphs of an annotation, parted by empty lines.
  void AddAnnotation(std::string_view text);
  void AddNote(std::string_view text);
  // An address; what is no http or https address becomes a note, as does a second one.
  void SetUrl(std::string_view url, int64_t line);
  // "10.1000/x", "doi:10.1000/x" or its address.
  void SetDoi(std::string_view doi);

  // Identifier of the work in its file; empty where it has none.
  void SetId(std::string id) { id_ = std::move(id); }

  // The item: with defaults, source_key, provenance and the fields that bibliographies speak of, or with an error where
  // there is no title. `raw` are the record's bytes.
  ReadItem Finish(std::string raw, Place place, int64_t offset);

 private:
  template <typename Items>
  bool Room(const Items& items);

  Library& library_;
  ReadItem read_;
  v1::Entry& entry_;
  std::string id_;
  std::string doi_;
  bool too_many_ = false;
  size_t more_warnings_ = 0;
};

// The item of a record that cannot be read.
ReadItem Unreadable(const Library& library, std::string raw, Place place, std::string error);

}  // namespace lectern::formats
