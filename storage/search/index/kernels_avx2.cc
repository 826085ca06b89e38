// Compiled with AVX2, BMI and POPCNT: storage/search/index/CMakeLists.txt.
#include "storage/search/index/kernels_impl.h"

namespace lectern::search {

extern const Kernels kAvx2Kernels;
const Kernels kAvx2Kernels = MakeKernels("avx2");

}  // namespace lectern::search
