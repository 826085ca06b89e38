// Every keyspace of the store, numbered once. The first byte of a key. DO NOT CHANGE a number: on disk. The bytes
// behind it are specified in storage/KEYS.md.
#pragma once

#include <cstdint>

namespace lectern::storage {

enum class Keyspace : uint8_t {
  // Records: the keyspace, then each variable part of the resource name.
  kEntry = 1,
  kCountry = 2,
  kCountryPage = 3,
  kHotline = 4,
  kTopic = 5,
  kTheme = 6,
  kTeacherResource = 7,
  kSite = 8,
  // 9 was set aside for operations and never written: numbers below kApiKey are of records, which are kept
  // (services/server/engine_choice.cc).

  // Keys of callers.
  kApiKey = 32,
  // Long-running operations. Not kept for good, and not logged.
  kOperation = 33,
  // What was erased for good, for restores from older backups.
  kErasure = 34,

  // What imports have staged, planned and done. Not kept for good, and not logged.
  kImport = 35,

  // Derived from records, never logged.
  kIndex = 64,
  kUnique = 65,
  kCounter = 66,
  kIndexState = 67,

  // Reserved for content-addressed, chunked blobs.
  kBlob = 128,
};

}  // namespace lectern::storage
