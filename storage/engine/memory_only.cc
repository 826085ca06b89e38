#include "storage/engine/memory_only.h"

namespace lectern::storage {
namespace {

thread_local MemoryOnly* innermost = nullptr;

}  // namespace

MemoryOnly::MemoryOnly() : outer_(innermost) { innermost = this; }
MemoryOnly::~MemoryOnly() { innermost = outer_; }

bool MemoryOnly::IsOn() { return innermost != nullptr; }

absl::Status MemoryOnly::Miss() {
  if (innermost != nullptr) innermost->missed_ = true;
  return absl::UnavailableError("not in memory");
}

}  // namespace lectern::storage
