#include "clients/admin/legacy/capture_merge.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "clients/admin/legacy/message_merge.h"
#include "clients/admin/legacy/source_key.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

constexpr size_t kNone = static_cast<size_t>(-1);
// Most unclaimed lines that a provenance holds.
constexpr int kMostLines = 256;

std::string TitleAndByline(const v1::Entry& entry) {
  std::string key;
  for (const std::string& line : entry.title_lines()) key += NormaliseForKey(line) + "\n";
  return key + "\n" + NormaliseForKey(entry.raw_byline());
}

std::string Text(const v1::Passage& passage) {
  return NormaliseForKey(passage.label() + " " + passage.heading() + " " + passage.text());
}

// True where each passage of `part` is one of `whole`.
bool Holds(const v1::Entry& whole, const v1::Entry& part) {
  return std::all_of(part.passages().begin(), part.passages().end(), [&](const v1::Passage& passage) {
    return std::any_of(whole.passages().begin(), whole.passages().end(),
                       [&](const v1::Passage& other) { return Text(other) == Text(passage); });
  });
}

class Merger {
 public:
  Merger(ParsedFile first, ParsedFile second) : first_(std::move(first)), second_(std::move(second)) {}

  MergedCaptures Run() {
    MatchEntries();
    v1::CountryPage& page = first_.pages.front();
    MergeInto(second_.pages.front(), &page, 0, 0);
    UniteLines(second_.pages.front().provenance(), page.mutable_provenance());
    PutInOrder();
    std::stable_sort(first_.warnings.begin(), first_.warnings.end(),
                     [](const auto& a, const auto& b) { return a.start_byte < b.start_byte; });
    second_.pages.clear();
    second_.entries.clear();
    second_.entry_lines.clear();
    second_.hotlines.clear();
    second_.themes.clear();
    return {std::move(first_), std::move(second_)};
  }

 private:
  static int LineOf(const ParsedFile& file, size_t entry) {
    return entry < file.entry_lines.size() ? file.entry_lines[entry] : 0;
  }

  static int64_t ByteOf(const v1::Entry& entry) {
    return entry.provenance().spans().empty() ? 0 : entry.provenance().spans(0).start_byte();
  }

  std::string OtherPlace(int line) const {
    std::string place = second_.pages.front().provenance().file();
    if (place.empty()) place = "the other capture";
    return line > 0 ? place + ", line " + std::to_string(line) : place;
  }

  // Which entry of the first each entry of the second is, kNone for none.
  void MatchEntries() {
    matches_.assign(second_.entries.size(), kNone);
    std::vector<bool> taken(first_.entries.size());
    const auto match = [&](const std::function<std::string(const v1::Entry&)>& key_of) {
      std::multimap<std::string, size_t> by_key;
      for (size_t i = 0; i < first_.entries.size(); ++i) {
        if (!taken[i]) by_key.emplace(key_of(first_.entries[i]), i);
      }
      for (size_t i = 0; i < second_.entries.size(); ++i) {
        if (matches_[i] != kNone) continue;
        const auto found = by_key.find(key_of(second_.entries[i]));
        if (found == by_key.end()) continue;
        matches_[i] = found->second;
        taken[found->second] = true;
        by_key.erase(found);
      }
    };
    match([](const v1::Entry& entry) { return entry.source_key(); });
    match(TitleAndByline);
  }

  // The first's entries in their order; each of the second's alone behind the one that it stands behind there.
  void PutInOrder() {
    // By number of the first's entry, 0 for the page's start: what follows it.
    std::vector<std::vector<size_t>> alone(first_.entries.size() + 1);
    size_t behind = 0;
    for (size_t i = 0; i < second_.entries.size(); ++i) {
      if (matches_[i] == kNone) {
        alone[behind].push_back(i);
      } else {
        behind = matches_[i] + 1;
        MergeEntry(matches_[i], i);
      }
    }
    std::vector<v1::Entry> entries;
    std::vector<int> lines;
    std::vector<size_t> place_of_first(first_.entries.size());
    std::vector<size_t> place_of_second(second_.entries.size());
    for (size_t i = 0; i <= first_.entries.size(); ++i) {
      if (i > 0) {
        place_of_first[i - 1] = entries.size();
        lines.push_back(LineOf(first_, i - 1));
        entries.push_back(std::move(first_.entries[i - 1]));
      }
      for (const size_t other : alone[i]) {
        place_of_second[other] = entries.size();
        first_.warnings.push_back({0, 0,
                                   "An entry stands only in the second capture (" + OtherPlace(LineOf(second_, other)) +
                                       "); it was added to the page, please check where it belongs."});
        lines.push_back(0);
        entries.push_back(std::move(second_.entries[other]));
      }
    }
    for (size_t i = 0; i < entries.size(); ++i) entries[i].set_rank(RankOf(i));
    Hotlines(place_of_first, place_of_second);
    first_.entries = std::move(entries);
    first_.entry_lines = std::move(lines);
  }

  void Hotlines(const std::vector<size_t>& place_of_first, const std::vector<size_t>& place_of_second) {
    std::vector<bool> proposed(first_.entries.size());
    for (auto& hotline : first_.hotlines) {
      proposed[hotline.entry_index] = true;
      hotline.entry_index = place_of_first[hotline.entry_index];
    }
    for (auto& hotline : second_.hotlines) {
      const size_t match = matches_[hotline.entry_index];
      if (match != kNone && proposed[match]) continue;
      hotline.entry_index = match == kNone ? place_of_second[hotline.entry_index] : place_of_first[match];
      first_.hotlines.push_back(std::move(hotline));
    }
  }

  void MergeEntry(size_t into, size_t from) {
    v1::Entry& first = first_.entries[into];
    v1::Entry& second = second_.entries[from];
    UniteAccesses(second, &first);
    Passages(second, &first, LineOf(first_, into), LineOf(second_, from));
    MergeInto(second, &first, LineOf(first_, into), LineOf(second_, from));
    UniteLines(second.provenance(), first.mutable_provenance());
  }

  // Page order: one that only the second has stands behind the one that it stands behind there.
  static void UniteAccesses(const v1::Entry& second, v1::Entry* first) {
    std::vector<v1::Access> united(first->accesses().begin(), first->accesses().end());
    size_t behind = 0;
    for (const v1::Access& access : second.accesses()) {
      const auto same = std::find_if(united.begin(), united.end(),
                                     [&](const v1::Access& other) { return other.raw() == access.raw(); });
      if (same != united.end()) {
        behind = static_cast<size_t>(same - united.begin()) + 1;
      } else if (united.size() < 64) {
        united.insert(united.begin() + static_cast<std::ptrdiff_t>(behind++), access);
      } else {
        KeepLine(access.raw(), first->mutable_provenance());
      }
    }
    first->clear_accesses();
    for (v1::Access& access : united) *first->add_accesses() = std::move(access);
  }

  void Passages(const v1::Entry& second, v1::Entry* first, int line, int other_line) {
    if (Holds(*first, second)) return;
    if (Holds(second, *first)) {
      *first->mutable_passages() = second.passages();
      Differ(ByteOf(*first), line, other_line, "the annotation is longer there; the longer one was taken.", first);
      return;
    }
    for (const v1::Passage& passage : second.passages()) {
      const bool known = std::any_of(first->passages().begin(), first->passages().end(),
                                     [&](const v1::Passage& other) { return Text(other) == Text(passage); });
      if (known) continue;
      std::string whole = passage.label();
      for (const std::string& part : {passage.heading(), passage.text()}) {
        if (!part.empty()) whole += (whole.empty() ? "" : " ") + part;
      }
      KeepLine(whole, first->mutable_provenance());
    }
    Differ(
        ByteOf(*first), line, other_line,
        "the annotation reads otherwise there; this one was kept, and what differs stands among the unclaimed lines.",
        first);
  }

  // The fields of one resource, but for those that are merged by their own rules.
  template <typename Resource>
  void MergeInto(const Resource& second, Resource* first, int line, int other_line) {
    for (const FieldDifference& difference : MergeFields(second, first)) {
      KeepLine(difference.second, first->mutable_provenance());
      Differ(PlaceOf(*first), line, other_line,
             difference.field + " is \"" + std::string(Shorten(OneLine(difference.first), 80)) + "\" here and \"" +
                 std::string(Shorten(OneLine(difference.second), 80)) + "\" there; the first was kept.",
             first);
    }
  }

  static int64_t PlaceOf(const v1::Entry& entry) { return ByteOf(entry); }
  static int64_t PlaceOf(const v1::CountryPage&) { return 0; }

  template <typename Resource>
  void Differ(int64_t byte, int line, int other_line, const std::string& what, Resource* resource) {
    const std::string text = "The two captures differ (the other: " + OtherPlace(other_line) + "): " + what;
    if (resource->provenance().warnings_size() < 256) resource->mutable_provenance()->add_warnings(text);
    first_.warnings.push_back({line, byte, text});
  }

  static void KeepLine(std::string_view line, v1::Provenance* provenance) {
    const auto& lines = provenance->unclaimed_lines();
    const std::string kept(Shorten(line, 16384));
    if (lines.size() < kMostLines && std::find(lines.begin(), lines.end(), kept) == lines.end()) {
      provenance->add_unclaimed_lines(kept);
    }
  }

  static void UniteLines(const v1::Provenance& second, v1::Provenance* first) {
    for (const std::string& line : second.unclaimed_lines()) KeepLine(line, first);
  }

  ParsedFile first_;
  ParsedFile second_;
  std::vector<size_t> matches_;
};

}  // namespace

bool SamePage(const ParsedFile& first, const ParsedFile& second) {
  return first.pages.size() == 1 && second.pages.size() == 1 &&
         first.pages.front().name() == second.pages.front().name();
}

MergedCaptures MergeCaptures(ParsedFile first, ParsedFile second) {
  return Merger(std::move(first), std::move(second)).Run();
}

}  // namespace lectern::legacy
