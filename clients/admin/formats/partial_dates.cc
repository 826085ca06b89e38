#include "clients/admin/formats/partial_dates.h"

#include <algorithm>
#include <optional>

#include "clients/admin/legacy/dates.h"
#include "clients/admin/legacy/white_space.h"
#include "fmt/format.h"

namespace lectern::formats {
namespace {

// No printed date is longer; a text of megabytes is none.
constexpr size_t kLongestDate = 512;

bool Digits(std::string_view text, size_t begin, size_t count, int* value) {
  if (begin + count > text.size()) return false;
  *value = 0;
  for (const char c : text.substr(begin, count)) {
    if (!legacy::IsDigit(c)) return false;
    *value = *value * 10 + (c - '0');
  }
  return true;
}

int DaysOf(int year, int month) {
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  if (month == 2) return leap ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

}  // namespace

bool IsEdtf(std::string_view text) {
  int year = 0;
  int month = 0;
  int day = 0;
  if (!Digits(text, 0, 4, &year)) return false;
  if (text.size() == 4) return true;
  if (text[4] != '-' || !Digits(text, 5, 2, &month) || month < 1 || month > 12) return false;
  if (text.size() == 7) return true;
  return text[7] == '-' && text.size() == 10 && Digits(text, 8, 2, &day) && day >= 1 && day <= DaysOf(year, month);
}

std::string EdtfOf(std::string_view raw) {
  std::string_view text = legacy::Trim(raw);
  if (text.starts_with('[') && text.ends_with(']')) text = legacy::Trim(text.substr(1, text.size() - 2));
  constexpr std::string_view kAccessed = "accessed";
  if (legacy::AsciiLower(text.substr(0, kAccessed.size())) == kAccessed) {
    text.remove_prefix(kAccessed.size());
    text = legacy::Trim(text);
    if (text.starts_with(':')) text = legacy::Trim(text.substr(1));
  }
  if (IsEdtf(text)) return std::string(text);
  if (text.size() > kLongestDate) return {};
  const std::optional<legacy::FoundDate> found = legacy::ReadAccessedDate(text);
  return found ? found->edtf : std::string();
}

std::string EdtfOf(int year, int month, int day) {
  if (year < 1000 || year > 9999) return {};
  if (month < 1 || month > 12) return fmt::format("{:04}", year);
  if (day < 1 || day > DaysOf(year, month)) return fmt::format("{:04}-{:02}", year, month);
  return fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

}  // namespace lectern::formats
