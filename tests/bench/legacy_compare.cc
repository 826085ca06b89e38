#include "tests/bench/legacy_compare.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "clients/admin/legacy/white_space.h"

namespace lectern::bench {
namespace {

using nlohmann::json;

// A value as one string; of an object, its members in a fixed order.
std::string Flat(const json& value) {
  if (value.is_string()) return legacy::Collapse(value.get<std::string>());
  if (value.is_object() || value.is_array()) {
    std::string all;
    for (const auto& [key, member] : value.items()) {
      if (!all.empty()) all += " | ";
      all += (value.is_object() ? key + "=" : "") + Flat(member);
    }
    return all;
  }
  return value.dump();
}

std::vector<std::string> Values(const json& object, const std::string& key) {
  std::vector<std::string> values;
  const auto found = object.find(key);
  if (found == object.end()) return values;
  if (!found->is_array()) {
    values.push_back(Flat(*found));
  } else {
    for (const json& value : *found) values.push_back(Flat(value));
  }
  return values;
}

class Comparer {
 public:
  Comparer(std::string file, Comparison* out) : file_(std::move(file)), out_(*out) {}

  void Field(const std::string& field, std::vector<std::string> expected, std::vector<std::string> read, int line) {
    FieldTally& tally = out_.fields[field];
    for (auto value = expected.begin(); value != expected.end();) {
      const auto same = std::find(read.begin(), read.end(), *value);
      if (same == read.end()) {
        ++value;
        continue;
      }
      ++tally.right;
      read.erase(same);
      value = expected.erase(value);
    }
    tally.missed += static_cast<int>(expected.size());
    tally.wrong += static_cast<int>(read.size());
    for (size_t i = 0; i < std::max(expected.size(), read.size()); ++i) {
      out_.misses.push_back(
          {file_, line, field, i < expected.size() ? expected[i] : "", i < read.size() ? read[i] : ""});
    }
  }

  void Same(const std::string& field, const char* key, const json& expected, const json& actual, int line) {
    Field(field, Values(expected, key), Values(actual, key), line);
  }

  // An object of the kind `prefix`: every key but those of `skip`.
  void Object(const std::string& prefix, const json& expected, const json& actual, int line) {
    std::set<std::string> keys;
    for (const json* object : {&expected, &actual}) {
      for (const auto& [key, value] : object->items()) keys.insert(key);
    }
    for (const std::string& key : keys) {
      if (key != "line" && key != "comment") Same(prefix + key, key.c_str(), expected, actual, line);
    }
  }

  void Entry(const json& expected, const json& actual) {
    constexpr std::array<std::pair<const char*, const char*>, 15> kFields = {{{"title", "titles"},
                                                                              {"byline", "raw bylines"},
                                                                              {"publisher", "publisher"},
                                                                              {"contributors", "contributors"},
                                                                              {"published", "dates"},
                                                                              {"accesses", "accesses"},
                                                                              {"url", "addresses"},
                                                                              {"series", "series"},
                                                                              {"place", "place"},
                                                                              {"media", "media marks"},
                                                                              {"notes", "notes"},
                                                                              {"section", "sections"},
                                                                              {"country", "country"},
                                                                              {"topic", "topic"},
                                                                              {"themes", "themes"}}};
    const int line = actual.value("line", 0);
    for (const auto& [key, field] : kFields) Same(field, key, expected, actual, line);
    for (const char* part : {"label", "heading", "text"}) {
      const std::string field = std::string(part) == "text" ? "annotations" : std::string(part) + "s";
      Field(field, OfPassages(expected, part), OfPassages(actual, part), line);
    }
  }

  void Entries(const json& expected, const json& actual) {
    const json none = json::array();
    const json& left = expected.contains("entries") ? expected["entries"] : none;
    const json& right = actual.contains("entries") ? actual["entries"] : none;
    FieldTally& tally = out_.fields["entries"];
    for (const auto& [l, r] : Align(left, right)) {
      if (l < left.size() && r < right.size()) {
        ++tally.right;
        Entry(left[l], right[r]);
      } else if (l < left.size()) {
        ++tally.missed;
        out_.misses.push_back({file_, 0, "entries", Flat(left[l].value("title", json())), ""});
        Entry(left[l], json::object());
      } else {
        ++tally.wrong;
        out_.misses.push_back({file_, right[r].value("line", 0), "entries", "", Flat(right[r].value("title", json()))});
        Entry(json::object(), right[r]);
      }
    }
  }

  void Others(const json& expected, const json& actual) {
    const json nothing = json::object();
    Same("kind of page", "kind", expected, actual, 0);
    if (expected.contains("page") || actual.contains("page")) {
      Object("page: ", expected.value("page", nothing), actual.value("page", nothing), 0);
    }
    const json left = expected.value("resources", json::array());
    const json right = actual.value("resources", json::array());
    for (size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
      FieldTally& tally = out_.fields["resources"];
      ++(i < left.size() ? (i < right.size() ? tally.right : tally.missed) : tally.wrong);
      Object("resource: ", i < left.size() ? left[i] : nothing, i < right.size() ? right[i] : nothing, 0);
    }
    Same("hotlines", "hotlines", expected, actual, 0);
    Same("theme labels", "themes", expected, actual, 0);
    const std::vector<std::string> given = Values(actual, "warnings");
    for (const std::string& part : Values(expected, "warnings")) {
      const bool found = std::any_of(given.begin(), given.end(), [&](const std::string& warning) {
        return warning.find(part) != std::string::npos;
      });
      Field("warnings", {part}, found ? std::vector<std::string>{part} : std::vector<std::string>(), 0);
    }
  }

 private:
  static std::vector<std::string> OfPassages(const json& entry, const char* part) {
    std::vector<std::string> values;
    if (!entry.contains("passages")) return values;
    for (const json& passage : entry["passages"]) {
      if (passage.contains(part)) values.push_back(Flat(passage[part]));
    }
    return values;
  }

  // How surely two entries are the same one: by title, then by byline, then by what one title has of the other.
  static int Likeness(const json& a, const json& b) {
    const std::string left = Flat(a.value("title", json()));
    const std::string right = Flat(b.value("title", json()));
    if (left == right) return 8;
    if (a.contains("byline") && a.value("byline", "") == b.value("byline", "")) return 4;
    const bool part = left.find(right) != std::string::npos || right.find(left) != std::string::npos;
    return part && !left.empty() && !right.empty() ? 2 : 0;
  }

  // Pairs of places in both lists, in order; a place past the end stands for none.
  static std::vector<std::pair<size_t, size_t>> Align(const json& left, const json& right) {
    std::vector<std::vector<int>> best(left.size() + 1, std::vector<int>(right.size() + 1));
    for (size_t l = left.size(); l-- > 0;) {
      for (size_t r = right.size(); r-- > 0;) {
        const int like = Likeness(left[l], right[r]);
        best[l][r] = std::max({best[l + 1][r], best[l][r + 1], like > 0 ? like + best[l + 1][r + 1] : 0});
      }
    }
    std::vector<std::pair<size_t, size_t>> pairs;
    size_t l = 0;
    size_t r = 0;
    while (l < left.size() || r < right.size()) {
      const bool both = l < left.size() && r < right.size();
      const int like = both ? Likeness(left[l], right[r]) : 0;
      if (like > 0 && best[l][r] == like + best[l + 1][r + 1]) {
        pairs.emplace_back(l++, r++);
      } else if (l < left.size() && (r == right.size() || best[l][r] == best[l + 1][r])) {
        pairs.emplace_back(l++, right.size());
      } else {
        pairs.emplace_back(left.size(), r++);
      }
    }
    return pairs;
  }

  std::string file_;
  Comparison& out_;
};

}  // namespace

void Compare(const std::string& file, const json& expected, const json& actual, Comparison* comparison) {
  Comparer comparer(file, comparison);
  comparer.Entries(expected, actual);
  comparer.Others(expected, actual);
}

}  // namespace lectern::bench
