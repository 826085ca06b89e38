// A catalogue of any size, made by rule: entry number i is the same in every run and on every machine.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lectern/v1/country.pb.h"
#include "lectern/v1/entry.pb.h"

namespace lectern::bench {

// A small fast source of numbers (SplitMix64) that, unlike those of <random>, gives the same everywhere.
class Numbers {
 public:
  explicit Numbers(uint64_t seed) : state_(seed) {}
  uint64_t Next();
  // 0 to `limit` - 1; `limit` is 1 at least.
  uint64_t Below(uint64_t limit) { return Next() % limit; }
  // True in `percent` of 100 cases.
  bool Chance(uint64_t percent) { return Below(100) < percent; }

 private:
  uint64_t state_;
};

// Every country of ISO 3166-1, by name alone: the server knows the rest. Entries refer to them.
std::vector<v1::Country> Countries();

// Name of one of the four topics of a new catalogue; numbers go round. Example: "topics/torture".
std::string TopicName(uint64_t number);

// Name of entry `number`; opaque, like those that the server chooses. Example: "entries/8m2k0q1xw7ra".
std::string EntryName(uint64_t number);

// Entry `number`: some 2.5 KiB to readers, spread evenly over all countries and the four topics of a new catalogue.
// What an editor would set is set, but for its publication.
v1::Entry MakeEntry(uint64_t number);

// Tells whether two builds make the same catalogue. Example: "5f0c21aa".
std::string CorpusVersion();

}  // namespace lectern::bench
