#include "services/countries/hotline_state.h"

#include "gtest/gtest.h"

namespace lectern::countries {
namespace {

const absl::Time kVerified = absl::FromUnixSeconds(1'700'000'000);

TEST(IsOverdue, NeverVerified) { EXPECT_TRUE(IsOverdue(v1::Hotline(), kVerified)); }

TEST(IsOverdue, AVerificationHoldsForHalfAYear) {
  v1::Hotline hotline;
  hotline.mutable_verify_time()->set_seconds(absl::ToUnixSeconds(kVerified));
  EXPECT_FALSE(IsOverdue(hotline, kVerified));
  EXPECT_FALSE(IsOverdue(hotline, kVerified + kReviewEvery - absl::Seconds(1)));
  EXPECT_TRUE(IsOverdue(hotline, kVerified + kReviewEvery));
}

TEST(IsOverdue, UnlessAnotherDateIsSet) {
  v1::Hotline hotline;
  hotline.mutable_verify_time()->set_seconds(absl::ToUnixSeconds(kVerified));
  hotline.mutable_review_due_time()->set_seconds(absl::ToUnixSeconds(kVerified + absl::Hours(24)));
  EXPECT_FALSE(IsOverdue(hotline, kVerified + absl::Hours(23)));
  EXPECT_TRUE(IsOverdue(hotline, kVerified + absl::Hours(24)));
}

}  // namespace
}  // namespace lectern::countries
