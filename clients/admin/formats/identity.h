// By what a later import recognises records that bring neither a name nor a key of their own.
#pragma once

#include <cstdint>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "lectern/v1/import.pb.h"

namespace lectern::formats {

// Tells records of one file apart that are alike in all that identifies them, in about 20 bytes a record.
class Ordinals {
 public:
  // How many times `key`, of hexadecimal digits, was asked for before.
  uint32_t Next(const std::string& key);

 private:
  absl::flat_hash_map<uint64_t, uint32_t> seen_;
};

// True where a name says which resource is meant: one that is not empty and whose last part is not "-".
bool IsNamed(const std::string& name);

// Gives `entry` a source_key if it has neither that nor a name: from country, topic, title and byline.
void IdentifyEntry(v1::Entry* entry, Ordinals* ordinals);

// The same for whatever resource `item` brings: countries, pages, topics, themes and the site are known by their names.
void IdentifyItem(v1::ImportItem* item, Ordinals* ordinals);

// The key of a work in a bibliography: by its citation key or identifier `id`; where that is empty, by title,
// contributors and date. `scope` parts libraries.
// These rules are part of the data that stores hold: DO NOT CHANGE them.
std::string WorkKey(const v1::Entry& entry, const std::string& id, const std::string& scope, Ordinals* ordinals);

}  // namespace lectern::formats
