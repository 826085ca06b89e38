#pragma once
// Damage that old word processors and conversions left in a text. It is reported with a proposal and never repaired.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "clients/admin/legacy/source_text.h"

namespace lectern::legacy {

struct Damage {
  // The damaged words, as bytes of the text that was looked at.
  Span span;
  std::string found;
  // What they may have been.
  std::string proposed;
  // Both, for people.
  std::string sentence;
};

// The damage in `text`, in order, none overlapping another; at most 8.
std::vector<Damage> FindDamage(std::string_view text);

// A proposed repair with its place in the file.
struct ProposedRepair {
  // From 1.
  int line = 0;
  // Bytes of the file.
  int64_t start_byte = 0;
  int64_t end_byte = 0;
  std::string found;
  std::string proposed;
};

// Proposals for the whole of a file, line by line; at most 1,000.
std::vector<ProposedRepair> ProposeRepairs(const SourceText& source);

}  // namespace lectern::legacy
