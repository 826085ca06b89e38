// The objects of a large JSON array, one by one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "clients/admin/formats/byte_source.h"

namespace lectern::formats {

struct JsonObject {
  // From "{" to "}"; braces match, but nothing else has been looked at.
  std::string raw;
  Place place;
  int64_t offset = 0;
};

// Cuts an array of objects, or objects one behind the other, into its objects.
class JsonObjects {
 public:
  // Longest object, in bytes.
  static constexpr size_t kLongestObject = size_t{4} << 20;
  static constexpr int kDeepest = 64;

  // `bytes` outlives it.
  JsonObjects(ByteSource& bytes, std::string file) : bytes_(bytes), file_(std::move(file)) {}

  // The next object; nothing behind the last one. INVALID_ARGUMENT: the file cannot be read further. UNAVAILABLE.
  absl::StatusOr<std::optional<JsonObject>> Next();

 private:
  void SkipSpace();
  // Moves to the next object's brace; false at the end and on a fault.
  bool FindObject();
  void Cut(JsonObject* object);
  void Stop(Place place, std::string_view what);

  ByteSource& bytes_;
  const std::string file_;
  enum class State { kBegin, kInArray, kObjects, kEnd } state_ = State::kBegin;
  bool first_ = true;
  absl::Status fault_;
};

}  // namespace lectern::formats
