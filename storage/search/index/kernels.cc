#include "storage/search/index/kernels.h"

namespace lectern::search {

#if defined(__x86_64__)
extern const Kernels kAvx2Kernels;

namespace {
bool HasAvx2() {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
         __builtin_cpu_supports("popcnt");
}
}  // namespace

const Kernels& BestKernels() {
  static const Kernels& best = HasAvx2() ? kAvx2Kernels : kPortableKernels;
  return best;
}

size_t KernelVariants(const Kernels* (&variants)[2]) {
  variants[0] = &kPortableKernels;
  if (!HasAvx2()) return 1;
  variants[1] = &kAvx2Kernels;
  return 2;
}
#else
const Kernels& BestKernels() { return kPortableKernels; }

size_t KernelVariants(const Kernels* (&variants)[2]) {
  variants[0] = &kPortableKernels;
  return 1;
}
#endif

}  // namespace lectern::search
