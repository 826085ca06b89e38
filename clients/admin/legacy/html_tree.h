#pragma once
// An HTML page as libgumbo's tree, in bounded time and memory.

#include <gumbo.h>

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace lectern::legacy {

// The tree of one page. Its memory is taken from an arena and given back at once: libgumbo's own way of freeing a tree
// calls itself as deep as tags are nested.
class HtmlTree {
 public:
  // Memory that one tree may take, in bytes.
  static constexpr size_t kMostMemory = size_t{256} << 20;

  // `html` is UTF-8 without NUL, at most 4 GiB, and outlives the tree. INVALID_ARGUMENT, with a sentence that says what
  // to do, where the markup is tangled beyond what any page is: see CheckHtmlEffort, and kMostMemory.
  static absl::StatusOr<std::unique_ptr<HtmlTree>> Parse(std::string_view html);

  // The node of the document: its children are comments and the html element.
  const GumboNode& document() const { return *output_->document; }

 private:
  struct Jump;

  HtmlTree() = default;
  static void* Allocate(void* tree, size_t size);
  static void Keep(void* tree, void* memory);
  bool Run(std::string_view html);

  std::vector<std::unique_ptr<char[]>> chunks_;
  size_t chunk_left_ = 0;
  char* chunk_next_ = nullptr;
  size_t taken_ = 0;
  Jump* jump_ = nullptr;
  GumboOutput* output_ = nullptr;
};

// libgumbo needs time that grows with the square of some things: how deep tags are nested, how many attributes a tag
// has. INVALID_ARGUMENT where `html` has more of them than any page. Takes time in proportion to its length.
absl::Status CheckHtmlEffort(std::string_view html);

}  // namespace lectern::legacy
