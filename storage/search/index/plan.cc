#include "storage/search/index/plan.h"

#include <algorithm>
#include <utility>

#include "storage/engine/fault.h"
#include "storage/search/index/damage.h"

namespace lectern::search {
namespace {

// Deeper plans are refused: they are followed by recursion.
constexpr size_t kMaxDepth = 64;

// The last of the first `most` forms, over all segments, that begin with `prefix`. Empty if there is none.
std::string LastForm(const View& view, const std::string& prefix, size_t most, bool& truncated) {
  std::vector<TermDictionary::Walk> walks;
  for (const SegmentView& part : view.segments()) walks.push_back(part.segment->forms().From(prefix));
  std::string last;
  for (size_t count = 0;; ++count) {
    const TermDictionary::Walk* next = nullptr;
    for (const auto& walk : walks)
      if (walk.valid() && walk.term().starts_with(prefix) && (next == nullptr || walk.term() < next->term()))
        next = &walk;
    if (next == nullptr) return last;
    if (count == most) {
      truncated = true;
      return last;
    }
    last = next->term();
    for (auto& walk : walks)
      if (walk.valid() && walk.term() == last) walk.Next();
  }
}

class Planner {
 public:
  explicit Planner(const View& view) : view_(view) {}

  struct Place {
    bool required = true;
    bool scored = true;
    size_t depth = 0;
  };

  absl::StatusOr<PlanStep> Step(const PlanNode& node, Place place) {
    if (++place.depth > kMaxDepth) return BadRequest("the query is nested too deeply");
    return std::visit([&](const auto& part) { return Make(part, place); }, node.node);
  }

  Plan Take(PlanStep root) {
    plan_.root = std::move(root);
    return std::move(plan_);
  }

 private:
  absl::StatusOr<PlanStep> Make(const Everything&, Place) { return PlanStep{}; }

  absl::StatusOr<PlanStep> Make(const TermLeaf& term, Place place) {
    if (term.stem.empty() && term.form.empty()) return BadRequest("a term has neither stem nor form");
    return Leaf({{term.stem, term.form, false, {}, term.boost}}, false, term.field, place);
  }

  absl::StatusOr<PlanStep> Make(const PhraseLeaf& phrase, Place place) {
    std::vector<PlanWord> words;
    for (const std::string& form : phrase.forms) {
      if (form.empty()) return BadRequest("a phrase has an empty word");
      words.push_back({{}, form, false, {}, phrase.boost});
    }
    if (words.empty()) return BadRequest("a phrase has no words");
    return Leaf(std::move(words), true, phrase.field, place);
  }

  absl::StatusOr<PlanStep> Make(const PrefixLeaf& prefix, Place place) {
    if (prefix.prefix.empty()) return BadRequest("a prefix is empty");
    std::string last = LastForm(view_, prefix.prefix, prefix.max_forms, plan_.truncated);
    return Leaf({{{}, prefix.prefix, true, std::move(last), prefix.boost}}, false, prefix.field, place);
  }

  absl::StatusOr<PlanStep> Make(const AnyOf& any, Place place) {
    place.required &= any.children.size() == 1;
    return Children(PlanStep::Kind::kAny, any.children, place);
  }
  absl::StatusOr<PlanStep> Make(const AllOf& all, Place place) {
    return Children(PlanStep::Kind::kAll, all.children, place);
  }
  absl::StatusOr<PlanStep> Make(const Not& negation, Place place) {
    if (negation.child.size() != 1) return BadRequest("a negation has exactly one child");
    place.required = false;
    place.scored = false;
    return Children(PlanStep::Kind::kNot, negation.child, place);
  }

  absl::StatusOr<PlanStep> Children(PlanStep::Kind kind, const std::vector<PlanNode>& children, Place place) {
    PlanStep step{kind, 0, {}};
    for (const PlanNode& child : children) {
      ASSIGN_OR_RETURN(PlanStep made, Step(child, place));
      step.children.push_back(std::move(made));
    }
    return step;
  }

  PlanStep Leaf(std::vector<PlanWord> words, bool is_phrase, std::optional<Field> field, Place place) {
    PlanLeaf leaf;
    leaf.first_word = static_cast<uint32_t>(plan_.words.size());
    leaf.words = static_cast<uint32_t>(words.size());
    leaf.is_phrase = is_phrase;
    leaf.field = field;
    leaf.required = place.required;
    leaf.scored = place.scored;
    std::move(words.begin(), words.end(), std::back_inserter(plan_.words));
    plan_.leaves.push_back(leaf);
    return {PlanStep::Kind::kLeaf, static_cast<uint32_t>(plan_.leaves.size() - 1), {}};
  }

  const View& view_;
  Plan plan_;
};

}  // namespace

absl::StatusOr<Plan> MakePlan(const View& view, const PlanNode& node) {
  Planner planner(view);
  ASSIGN_OR_RETURN(PlanStep root, planner.Step(node, {}));
  return planner.Take(std::move(root));
}

}  // namespace lectern::search
