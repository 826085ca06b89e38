#include "services/operations/operation_name.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/auth/secret.h"
#include "storage/engine/text.h"
#include "storage/keys/key_codec.h"

namespace lectern::operations {
namespace {

constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr int kTimeCharacters = 10;
constexpr size_t kRandomCharacters = 8;
constexpr size_t kMaxIdBytes = 64;

}  // namespace

std::string NewOperationName(absl::Time now) {
  std::string id(kTimeCharacters, kAlphabet[0]);
  auto rest = static_cast<uint64_t>(std::max<int64_t>(absl::ToUnixMillis(now), 0));
  for (size_t i = id.size(); i-- > 0; rest >>= 5) id[i] = kAlphabet[rest & 31];
  return absl::StrCat(Absl(kOperationCollection), "/", id, auth::RandomId().substr(0, kRandomCharacters));
}

std::optional<std::string> KeyOfOperation(std::string_view name) {
  if (!name.starts_with(kOperationCollection)) return std::nullopt;
  name.remove_prefix(kOperationCollection.size());
  if (name.size() < 2 || name.size() > kMaxIdBytes + 1 || name.front() != '/') return std::nullopt;
  name.remove_prefix(1);
  const bool fits = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
  });
  if (!fits) return std::nullopt;
  return storage::KeyBuilder(storage::Keyspace::kOperation).Text(name).Take();
}

}  // namespace lectern::operations
