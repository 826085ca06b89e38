#include "clients/admin/formats/csl_values.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "clients/admin/formats/partial_dates.h"
#include "clients/admin/legacy/white_space.h"
#include "fmt/format.h"

namespace lectern::formats {
namespace {

using nlohmann::json;

// The text at `key`; empty where there is none, nothing where it is no text.
std::optional<std::string> TextOf(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return std::string();
  if (found->is_number_integer()) return found->dump();
  if (!found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

std::string Joined(const std::string& before, const std::string& behind, std::string_view between) {
  return before.empty() || behind.empty() ? before + behind : fmt::format("{}{}{}", before, between, behind);
}

// 2003 and "2003" alike.
std::optional<int> NumberOf(const json& value) {
  if (value.is_number_unsigned()) {
    const uint64_t number = value.get<uint64_t>();
    return number > 9999 ? std::nullopt : std::optional<int>(static_cast<int>(number));
  }
  if (!value.is_string()) return std::nullopt;
  const std::string& text = value.get_ref<const std::string&>();
  int number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc() || end != text.data() + text.size() || number < 0 || number > 9999) return std::nullopt;
  return number;
}

// [2003, 4, 5] as EDTF and, the same, as printed.
std::optional<std::string> DateOfParts(const json& parts) {
  if (!parts.is_array() || parts.empty() || parts.size() > 3) return std::nullopt;
  int numbers[3] = {};
  for (size_t i = 0; i < parts.size(); ++i) {
    const bool empty = parts[i].is_string() && parts[i].get_ref<const std::string&>().empty();
    const std::optional<int> number = empty ? 0 : NumberOf(parts[i]);
    if (!number) return std::nullopt;
    numbers[i] = *number;
  }
  return EdtfOf(numbers[0], numbers[1], numbers[2]);
}

}  // namespace

std::optional<v1::Contributor> ReadCslName(const json& name) {
  if (!name.is_object()) return std::nullopt;
  const auto family = TextOf(name, "family");
  const auto given = TextOf(name, "given");
  const auto literal = TextOf(name, "literal");
  const auto particle = TextOf(name, "non-dropping-particle");
  const auto dropping = TextOf(name, "dropping-particle");
  const auto suffix = TextOf(name, "suffix");
  if (!family || !given || !literal || !particle || !dropping || !suffix) return std::nullopt;
  v1::Contributor who;
  if (!literal->empty() || family->empty()) {
    who.set_literal(literal->empty() ? *given : *literal);
    if (who.literal().empty()) return std::nullopt;
    return who;
  }
  who.set_family(Joined(Joined(*dropping, *particle, " "), *family, " "));
  who.set_given(Joined(*given, *suffix, ", "));
  return who;
}

std::optional<CslDate> ReadCslDate(const json& date) {
  if (date.is_string()) return CslDate{date.get<std::string>(), ""};
  if (!date.is_object()) return std::nullopt;
  CslDate read;
  for (const char* key : {"raw", "literal"}) {
    const auto text = TextOf(date, key);
    if (!text) return std::nullopt;
    if (read.raw.empty()) read.raw = *text;
  }
  const auto parts = date.find("date-parts");
  if (parts == date.end()) return read.raw.empty() ? std::nullopt : std::optional(read);
  if (!parts->is_array() || parts->empty() || parts->size() > 2) return std::nullopt;
  std::vector<std::string> ends;
  for (const json& end : *parts) {
    const std::optional<std::string> text = DateOfParts(end);
    if (!text) return std::nullopt;
    ends.push_back(*text);
  }
  read.edtf = ends[0];
  if (ends.size() == 2 && ends[1] != ends[0]) {
    // What both ends share, to the last whole part.
    size_t common = 0;
    while (common < std::min(ends[0].size(), ends[1].size()) && ends[0][common] == ends[1][common]) ++common;
    const auto whole = [&](size_t length) { return common >= length; };
    read.edtf.resize(whole(7) ? 7 : whole(4) ? 4 : 0);
  }
  if (read.raw.empty()) read.raw = ends.size() == 2 ? ends[0] + "/" + ends[1] : ends[0];
  const auto circa = date.find("circa");
  if (circa != date.end() && !circa->is_null() && *circa != json(false)) read.raw = "circa " + read.raw;
  return read;
}

std::string WithoutMarkup(std::string_view text) {
  static constexpr std::string_view kTags[] = {"i", "b", "em", "strong", "sub", "sup", "sc", "span"};
  static constexpr std::pair<std::string_view, char> kReferences[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}};
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const std::string_view rest = text.substr(at);
    if (rest[0] == '<') {
      const size_t end = rest.substr(0, 200).find('>');
      std::string_view name = rest.substr(1, end == std::string_view::npos ? 0 : end - 1);
      if (name.starts_with('/')) name.remove_prefix(1);
      name = name.substr(0, name.find(' '));
      if (std::find(std::begin(kTags), std::end(kTags), name) != std::end(kTags)) {
        at += end + 1;
        continue;
      }
    }
    const auto* reference = std::find_if(std::begin(kReferences), std::end(kReferences),
                                         [&](const auto& known) { return rest.starts_with(known.first); });
    if (reference != std::end(kReferences)) {
      out += reference->second;
      at += reference->first.size();
    } else {
      out += text[at++];
    }
  }
  return out;
}

}  // namespace lectern::formats
