#include "storage/search/index/kernels_impl.h"

namespace lectern::search {

extern const Kernels kPortableKernels = MakeKernels("portable");

}  // namespace lectern::search
