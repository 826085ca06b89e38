#include "services/rpc/status.h"

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"
#include "services/aip/violations.h"
#include "storage/engine/fault.h"

namespace lectern::rpc {
namespace {

google::rpc::Status Details(const grpc::Status& status) {
  google::rpc::Status details;
  EXPECT_TRUE(details.ParseFromString(status.error_details()));
  return details;
}

TEST(ToWire, CarriesTheReasonFirst) {
  aip::Violations violations;
  violations.Add("name", "is required");
  const google::rpc::Status details = Details(ToWire(violations.ToStatus(), "id"));
  ASSERT_EQ(details.details_size(), 2);
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(details.details(0).UnpackTo(&info));
  EXPECT_EQ(info.reason(), "FIELD_INVALID");
  EXPECT_EQ(info.domain(), "lectern");
}

TEST(ToWire, AnUnmappedErrorNeverShowsItsText) {
  const grpc::Status status = ToWire(absl::NotFoundError("/var/lib/secret"), "call7");
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_EQ(status.error_message().find("secret"), std::string::npos);
  EXPECT_NE(status.error_message().find("call7"), std::string::npos);
  EXPECT_EQ(status.error_details().find("secret"), std::string::npos);
}

TEST(ToWire, LongMessagesAreCut) {
  std::string text = "a";
  for (int i = 0; i < 5000; ++i) text += "\u00e9";
  const grpc::Status status =
      ToWire(Fault(absl::StatusCode::kNotFound, v1::ERROR_REASON_RESOURCE_NOT_FOUND, text), "id");
  EXPECT_LE(status.error_message().size(), 1027U);
  EXPECT_EQ(status.error_message().substr(status.error_message().size() - 5), "\u00e9...");
}

TEST(ToWire, LongListsOfViolationsAreCutAndCounted) {
  aip::Violations violations;
  for (int i = 0; i < 1000; ++i) violations.Add(absl::StrCat("items[", i, "].entry.publisher"), "has too many bytes");
  const grpc::Status status = ToWire(violations.ToStatus(), "id");
  EXPECT_LE(status.error_details().size(), kMaxDetailBytes);
  const google::rpc::Status details = Details(status);
  google::rpc::BadRequest request;
  for (const auto& detail : details.details()) detail.UnpackTo(&request);
  ASSERT_GT(request.field_violations_size(), 10);
  EXPECT_NE(status.error_message().find("and 999 more"), std::string::npos);
  const std::string last = request.field_violations(request.field_violations_size() - 1).description();
  EXPECT_EQ(last, absl::StrCat("and ", 256 - request.field_violations_size() + 1, " more"));
}

}  // namespace
}  // namespace lectern::rpc
