#include "clients/admin/formats/identity.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "clients/admin/legacy/source_key.h"

namespace lectern::formats {

uint32_t Ordinals::Next(const std::string& key) {
  uint64_t digits = 0;
  std::from_chars(key.data(), key.data() + std::min<size_t>(key.size(), 16), digits, 16);
  return seen_[digits]++;
}

bool IsNamed(const std::string& name) { return !name.empty() && name != "-" && !name.ends_with("/-"); }

void IdentifyEntry(v1::Entry* entry, Ordinals* ordinals) {
  if (IsNamed(entry->name()) || !entry->source_key().empty()) return;
  const uint32_t ordinal = ordinals->Next(legacy::EntrySourceKey(*entry, 0));
  entry->set_source_key(legacy::EntrySourceKey(*entry, ordinal));
}

void IdentifyItem(v1::ImportItem* item, Ordinals* ordinals) {
  const auto identify = [ordinals](auto* resource, std::vector<std::string> parts) {
    if (IsNamed(resource->name()) || !resource->source_key().empty()) return;
    parts.push_back(std::to_string(ordinals->Next(legacy::KeyOf(parts))));
    resource->set_source_key(legacy::KeyOf(parts));
  };
  if (item->has_entry()) {
    IdentifyEntry(item->mutable_entry(), ordinals);
  } else if (item->has_hotline()) {
    const v1::Hotline& hotline = item->hotline();
    identify(item->mutable_hotline(), {"hotline", hotline.name(), legacy::NormaliseForKey(hotline.display_name())});
  } else if (item->has_teacher_resource()) {
    const v1::TeacherResource& resource = item->teacher_resource();
    identify(item->mutable_teacher_resource(), {"teacher-resource", std::to_string(resource.kind()), resource.topic(),
                                                legacy::NormaliseForKey(resource.title())});
  }
}

std::string WorkKey(const v1::Entry& entry, const std::string& id, const std::string& scope, Ordinals* ordinals) {
  std::vector<std::string> parts = {"work", scope};
  if (!id.empty()) {
    parts.push_back("id");
    parts.push_back(id);
  } else {
    parts.push_back("content");
    for (const std::string& line : entry.title_lines()) parts.push_back(legacy::NormaliseForKey(line));
    for (const v1::Contributor& who : entry.contributors())
      parts.push_back(legacy::NormaliseForKey(who.family() + "," + who.given() + "," + who.literal()));
    parts.push_back(entry.published().raw());
  }
  parts.push_back(std::to_string(ordinals->Next(legacy::KeyOf(parts))));
  return legacy::KeyOf(parts);
}

}  // namespace lectern::formats
