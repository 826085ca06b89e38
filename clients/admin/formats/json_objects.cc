#include "clients/admin/formats/json_objects.h"

namespace lectern::formats {

void JsonObjects::Stop(Place place, std::string_view what) {
  if (fault_.ok()) fault_ = Fault(file_, place, what);
}

void JsonObjects::SkipSpace() {
  while (bytes_.Peek() == ' ' || bytes_.Peek() == '\t' || bytes_.Peek() == '\n' || bytes_.Peek() == '\r') bytes_.Get();
}

bool JsonObjects::FindObject() {
  SkipSpace();
  if (state_ == State::kBegin) {
    state_ = State::kObjects;
    if (bytes_.Peek() == '[') {
      bytes_.Get();
      state_ = State::kInArray;
      SkipSpace();
    }
  }
  if (state_ == State::kInArray) {
    if (bytes_.Peek() == ']') {
      bytes_.Get();
      state_ = State::kEnd;
    } else if (!first_) {
      if (bytes_.Peek() != ',') {
        Stop(bytes_.place(), bytes_.Peek() == ByteSource::kEnd ? "the list never ends: \"]\" is missing."
                                                               : "a comma or \"]\" is expected.");
        return false;
      }
      bytes_.Get();
    }
  }
  SkipSpace();
  first_ = false;
  const bool ended = bytes_.Peek() == ByteSource::kEnd;
  if (state_ == State::kEnd) {
    if (!ended) Stop(bytes_.place(), "something stands behind the list.");
    return false;
  }
  if (ended && state_ == State::kObjects) return false;
  if (bytes_.Peek() != '{') {
    Stop(bytes_.place(), ended ? "the list never ends: \"]\" is missing." : "an object, \"{\", is expected.");
    return false;
  }
  return true;
}

void JsonObjects::Cut(JsonObject* object) {
  object->place = bytes_.place();
  object->offset = bytes_.offset();
  int depth = 0;
  bool in_string = false;
  bool escaped = false;
  do {
    const Place place = bytes_.place();
    const int byte = bytes_.Get();
    if (byte == ByteSource::kEnd) return Stop(object->place, "the object that begins here never ends.");
    if (byte == 0) return Stop(place, "there is a NUL byte, which no text has: this is not JSON, or it is damaged.");
    if (object->raw.size() == kLongestObject)
      return Stop(object->place, "the object that begins here is longer than 4 MiB.");
    object->raw.push_back(static_cast<char>(byte));
    if (in_string) {
      in_string = escaped || byte != '"';
      escaped = !escaped && byte == '\\';
    } else if (byte == '"') {
      in_string = true;
    } else if (byte == '{' || byte == '[') {
      if (++depth > kDeepest) return Stop(place, "values are nested deeper than 64.");
    } else if (byte == '}' || byte == ']') {
      --depth;
    }
  } while (depth > 0);
}

absl::StatusOr<std::optional<JsonObject>> JsonObjects::Next() {
  if (!fault_.ok()) return fault_;
  JsonObject object;
  const bool found = FindObject();
  if (found) Cut(&object);
  if (absl::Status read = bytes_.Check(file_); !read.ok()) fault_ = read;
  if (!fault_.ok()) return fault_;
  if (!found) return std::nullopt;
  return object;
}

}  // namespace lectern::formats
