#include "clients/admin/legacy/old_address.h"

#include <algorithm>
#include <array>

#include "clients/admin/legacy/web_address.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

constexpr size_t npos = std::string_view::npos;
// As many as a resource holds, and the longest of them.
constexpr int kMost = 16;
constexpr size_t kLongest = 2048;

bool EndsWithPage(std::string_view lower) { return lower.ends_with(".htm") || lower.ends_with(".html"); }

// The name that the file had on the site: a capture as text is "Malawi.txt" or "Malawi.htm.txt" here. Empty for a file
// of another kind.
std::string PageName(std::string_view name) {
  const std::string lower = AsciiLower(name);
  if (EndsWithPage(lower)) return std::string(name);
  if (!lower.ends_with(".txt")) return {};
  name.remove_suffix(4);
  if (name.empty()) return {};
  return EndsWithPage(AsciiLower(name)) ? std::string(name) : std::string(name) + ".htm";
}

// "/streetchildren/Malawi.htm"; empty where the folder is no section.
std::string OfPath(std::string_view path) {
  constexpr std::array<std::string_view, 4> kSections = {"streetchildren", "humantrafficking", "childprostitution",
                                                         "torture"};
  const size_t slash = path.find_last_of("/\\");
  if (slash == npos) return {};
  const std::string_view folders = path.substr(0, slash);
  const std::string_view folder = folders.substr(folders.find_last_of("/\\") + 1);
  const std::string name = PageName(path.substr(slash + 1));
  const bool known = std::find(kSections.begin(), kSections.end(), AsciiLower(folder)) != kSections.end();
  return name.empty() || !known ? std::string() : "/" + std::string(folder) + "/" + name;
}

// True where `address` says all that `other` does: it is the same, or ends with the other's path.
bool Says(const std::string& address, const std::string& other) {
  return SameAddress(address, other) || (other.starts_with("/") && AsciiLower(address).ends_with(AsciiLower(other)));
}

}  // namespace

std::vector<std::string> OldAddresses(std::string_view path, const SourceText& source) {
  std::vector<std::string> found;
  const auto add = [&](std::string address) {
    if (address.empty() || address.size() > kLongest) return;
    const bool known =
        std::any_of(found.begin(), found.end(), [&](const std::string& other) { return Says(other, address); });
    if (!known) found.push_back(std::move(address));
  };
  const std::string name = PageName(path.substr(path.find_last_of("/\\") + 1));
  for (const std::string& given : source.page_addresses()) {
    std::string address = WebAddress(given);
    if (std::string inside = ArchivedAddress(address); !inside.empty()) address = std::move(inside);
    // The base of a page's links is its folder, or the page itself.
    if (address.ends_with("/") && !name.empty() && found.empty()) address += name;
    if (EndsWithPage(AsciiLower(address))) add(std::move(address));
  }
  add(OfPath(path));
  return found;
}

void AddOldAddresses(const std::vector<std::string>& addresses,
                     google::protobuf::RepeatedPtrField<std::string>* field) {
  for (const std::string& address : addresses) {
    const bool known =
        std::any_of(field->begin(), field->end(), [&](const std::string& other) { return Says(other, address); });
    if (!known && field->size() < kMost) *field->Add() = address;
  }
}

}  // namespace lectern::legacy
