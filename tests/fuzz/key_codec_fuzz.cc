// Two keys made of the input: their bytes must compare as their parts do, and read back as what they were. Then the
// input itself is read as a key: whatever it holds, reading ends.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <tuple>

#include "storage/keys/key_codec.h"

namespace {

using lectern::storage::KeyBuilder;
using lectern::storage::KeyReader;
using lectern::storage::Keyspace;
using Parts = std::tuple<std::string, int64_t, std::string>;

void Check(bool holds) {
  if (!holds) std::abort();
}

std::string Encode(const Parts& parts) {
  return KeyBuilder(Keyspace::kEntry)
      .Text(std::get<0>(parts))
      .Signed64(std::get<1>(parts))
      .Text(std::get<2>(parts))
      .Take();
}

// Takes a part off the front of the input.
Parts TakeParts(std::string_view& input) {
  const auto take = [&input](size_t most) {
    const size_t size =
        input.empty() ? 0 : std::min<size_t>(static_cast<uint8_t>(input.front()) % (most + 1), input.size() - 1);
    if (!input.empty()) input.remove_prefix(1);
    const std::string_view part = input.substr(0, size);
    input.remove_prefix(size);
    return std::string(part);
  };
  const std::string first = take(8);
  int64_t number = 0;
  for (char c : take(8)) number = static_cast<int64_t>(static_cast<uint64_t>(number) << 8 | static_cast<uint8_t>(c));
  return {first, number, take(8)};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view input(reinterpret_cast<const char*>(data), size);
  KeyReader reader(input);
  Keyspace space{};
  std::string text;
  int64_t number = 0;
  reader.Space(space);
  while (reader.Text(text) && reader.Signed64(number)) {
  }
  const Parts a = TakeParts(input);
  const Parts b = TakeParts(input);
  Check((Encode(a).compare(Encode(b)) < 0) == (a < b));
  Check((Encode(a) == Encode(b)) == (a == b));
  const std::string key = Encode(a);
  KeyReader back(key);
  Parts read;
  Check(back.Space(space) && back.Text(std::get<0>(read)) && back.Signed64(std::get<1>(read)) &&
        back.Text(std::get<2>(read)) && back.AtEnd() && read == a);
  return 0;
}
