#include "storage/search/index/title_order.h"

#include <algorithm>
#include <utility>

#include "storage/engine/fault.h"
#include "storage/search/index/titles.h"

namespace lectern::search {
namespace {

// The documents of a segment that are still to be taken; the first of them with its title.
struct Run {
  size_t segment;
  const Segment* from;
  TitleReader titles;
  const std::vector<NumberedDocument>* documents;
  size_t next = 0;
  std::string title;  // of the next one

  bool empty() const { return next == documents->size(); }
  std::string_view Key() const { return from->table().Key((*documents)[next].document); }
  absl::Status ReadTitle() {
    const int64_t number = (*documents)[next].number;
    title.clear();
    if (number == kNoNumber) return absl::OkStatus();
    ASSIGN_OR_RETURN(const std::string_view read, titles.Read(static_cast<uint32_t>(number)));
    title = read;
    return absl::OkStatus();
  }
};

}  // namespace

absl::StatusOr<NumberStart> StartByTitle(const Segment& segment, const Cursor& after, uint32_t first_behind,
                                         bool descending) {
  if (after.text.empty()) return NumberStart{kNoNumber, first_behind};
  TitleReader titles(segment);
  ASSIGN_OR_RETURN(const TitleReader::Place place, titles.Find(after.text));
  if (place.same) return NumberStart{place.number, first_behind};
  if (!descending && place.number < segment.table().titles()) return NumberStart{place.number, 0};
  if (descending && place.number > 0) return NumberStart{place.number - 1, 0};
  return NumberStart{kNoNumber, 0};
}

absl::StatusOr<std::vector<TitledDocument>> FirstByTitle(const View& view,
                                                         const std::vector<std::vector<NumberedDocument>>& by_segment,
                                                         bool descending, size_t size) {
  std::vector<Run> runs;
  for (size_t s = 0; s < by_segment.size(); ++s) {
    if (by_segment[s].empty()) continue;
    const Segment& segment = *view.segments()[s].segment;
    runs.push_back({s, &segment, TitleReader(segment), &by_segment[s], 0, {}});
    RETURN_IF_ERROR(runs.back().ReadTitle());
  }
  const auto behind = [descending](const Run& a, const Run& b) {
    if (a.title == b.title) return a.Key() > b.Key();
    if (a.title.empty() || b.title.empty()) return a.title.empty();
    return descending ? a.title < b.title : a.title > b.title;
  };
  std::make_heap(runs.begin(), runs.end(), behind);
  std::vector<TitledDocument> first;
  while (!runs.empty() && first.size() < size) {
    std::pop_heap(runs.begin(), runs.end(), behind);
    Run& run = runs.back();
    first.push_back({run.segment, (*run.documents)[run.next++].document, run.title});
    if (run.empty()) {
      runs.pop_back();
      continue;
    }
    RETURN_IF_ERROR(run.ReadTitle());
    std::push_heap(runs.begin(), runs.end(), behind);
  }
  return first;
}

}  // namespace lectern::search
