#pragma once
// What an import recognises a resource by when it comes again, and its place on its page.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "lectern/v1/entry.pb.h"

namespace lectern::legacy {

// `text` for comparing: NFKC, case folded, white space collapsed.
std::string NormaliseForKey(std::string_view text);

// First 32 hexadecimal digits of the SHA-256 of the parts, each with its length before it, so that no two lists of
// parts run together to the same bytes.
std::string KeyOf(const std::vector<std::string>& parts);

// The entry's source_key, from country, topic, title lines, raw byline and which of several alike it is (from 0).
// These rules are part of the data that stores hold: DO NOT CHANGE them.
std::string EntrySourceKey(const v1::Entry& entry, size_t ordinal);

// The same for an entry on a page of lecture resources, from its first theme as well: the page quotes another part of a
// source than the country's own page does, and the two must not take each other's place. DO NOT CHANGE.
std::string LectureEntryKey(const v1::Entry& entry, size_t ordinal);

// Rank of the `index`-th entry (from 0) of a page: five base-62 digits whose bytes sort in page order. The last digit
// is the middle one, so that there is room on both sides.
std::string RankOf(size_t index);

}  // namespace lectern::legacy
