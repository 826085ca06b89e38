#include "services/aip/request_hash.h"

#include <cstring>
#include <memory>

#include "absl/strings/str_cat.h"
#include "services/auth/secret.h"
#include "storage/engine/text.h"

namespace lectern::aip {
namespace {

// Serialised without the named fields. The contract has no maps: equal messages give equal bytes.
std::string Without(const google::protobuf::Message& request, std::initializer_list<const char*> fields) {
  const std::unique_ptr<google::protobuf::Message> copy(request.New());
  copy->CopyFrom(request);
  for (const char* name : fields)
    if (const auto* field = copy->GetDescriptor()->FindFieldByName(name))
      copy->GetReflection()->ClearField(copy.get(), field);
  return copy->SerializeAsString();
}

}  // namespace

uint64_t ListingHash(const rpc::Call& call, const google::protobuf::Message& request) {
  const std::string digest = auth::Sha256(absl::StrCat(Absl(call.method()), "\n", auth::RoleName(call.principal().role),
                                                       "\n", Without(request, {"page_size", "page_token"})));
  uint64_t hash = 0;
  std::memcpy(&hash, digest.data(), sizeof hash);
  return hash;
}

std::string WriteHash(const google::protobuf::Message& request) {
  return auth::Sha256(Without(request, {"request_id"}));
}

}  // namespace lectern::aip
