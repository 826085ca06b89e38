#include "services/aip/resource_name.h"

#include <charconv>

#include "absl/strings/str_cat.h"
#include "services/aip/violations.h"
#include "storage/records/kinds.h"

namespace lectern::aip {

std::optional<PinnedName> ParsePinnedName(std::string_view name) {
  const size_t at = name.find('@');
  if (at == std::string_view::npos) return PinnedName{name};
  const std::string_view digits = name.substr(at + 1);
  storage::Revision revision = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), revision);
  if (error != std::errc() || end != digits.data() + digits.size() || revision <= 0) return std::nullopt;
  return PinnedName{name.substr(0, at), revision};
}

absl::Status BadName(const storage::RecordKind& kind, std::string_view field) {
  return FieldFault(
      v1::ERROR_REASON_FIELD_INVALID, field,
      absl::StrCat("is no name of the form ", kind.NamePattern(), ", ids being 1 to 63 of a-z, 0-9 and -"));
}

absl::StatusOr<storage::IndexParts> PartsOfParent(const std::string& parent) {
  if (parent == "countries/-") return storage::IndexParts();
  if (storage::CountryRecords().KeyOf(parent)) return storage::IndexParts{parent};
  return FieldFault(v1::ERROR_REASON_FIELD_INVALID, "parent",
                    "is no country such as countries/be, nor countries/- for all of them");
}

}  // namespace lectern::aip
