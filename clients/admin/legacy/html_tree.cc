#include "clients/admin/legacy/html_tree.h"

#include <csetjmp>
#include <cstdint>

#include "absl/status/status.h"

namespace lectern::legacy {
namespace {

constexpr size_t kChunk = size_t{256} << 10;
constexpr size_t kAlign = alignof(std::max_align_t);

}  // namespace

struct HtmlTree::Jump {
  std::jmp_buf out;
};

void* HtmlTree::Allocate(void* tree, size_t size) {
  auto* self = static_cast<HtmlTree*>(tree);
  size = (size + kAlign - 1) / kAlign * kAlign;
  if (size > kMostMemory || self->taken_ + size > kMostMemory) {
    // libgumbo takes no for an answer nowhere. Only its own frames, which are C, stand between here and Run.
    std::longjmp(self->jump_->out, 1);
  }
  if (size > self->chunk_left_) {
    const size_t chunk = size > kChunk / 4 ? size : kChunk;
    self->chunks_.push_back(std::make_unique_for_overwrite<char[]>(chunk));
    self->taken_ += chunk;
    if (chunk == size) return self->chunks_.back().get();
    self->chunk_next_ = self->chunks_.back().get();
    self->chunk_left_ = chunk;
  }
  void* memory = self->chunk_next_;
  self->chunk_next_ += size;
  self->chunk_left_ -= size;
  return memory;
}

void HtmlTree::Keep(void*, void*) {}

bool HtmlTree::Run(std::string_view html) {
  Jump jump;
  jump_ = &jump;
  // Errors are not read, and each would hold a copy of the stack of open tags.
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = &HtmlTree::Allocate;
  options.deallocator = &HtmlTree::Keep;
  options.userdata = this;
  options.max_errors = 0;
  if (setjmp(jump.out) != 0) {
    jump_ = nullptr;
    return false;
  }
  output_ = gumbo_parse_with_options(&options, html.data(), html.size());
  jump_ = nullptr;
  return true;
}

absl::StatusOr<std::unique_ptr<HtmlTree>> HtmlTree::Parse(std::string_view html) {
  if (absl::Status status = CheckHtmlEffort(html); !status.ok()) return status;
  std::unique_ptr<HtmlTree> tree(new HtmlTree);
  if (!tree->Run(html)) {
    return absl::InvalidArgumentError(
        "the page's markup is so tangled that reading it takes more than 256 MiB of memory: save the page as plain "
        "text and import that.");
  }
  return tree;
}

}  // namespace lectern::legacy
