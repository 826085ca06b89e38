#include "services/rpc/wire.h"

#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "lectern/v1/entry_service.pb.h"
#include "storage/engine/fault.h"

namespace lectern::rpc {
namespace {

grpc::ByteBuffer Buffer(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

std::string Bytes(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  EXPECT_TRUE(buffer.Dump(&slices).ok());
  std::string bytes;
  for (const grpc::Slice& slice : slices) bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  return bytes;
}

TEST(Parse, UnknownFieldsAreFoundAtAnyDepth) {
  v1::CreateEntryRequest request;
  v1::Passage* passage = request.mutable_entry()->add_passages();
  ASSERT_TRUE(Parse(Buffer(request.SerializeAsString()), request).ok());
  passage = request.mutable_entry()->mutable_passages(0);
  passage->GetReflection()->MutableUnknownFields(passage)->AddVarint(777, 1);
  v1::CreateEntryRequest parsed;
  const absl::Status status = Parse(Buffer(request.SerializeAsString()), parsed);
  EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_UNKNOWN_FIELDS);
  EXPECT_NE(
      std::string(status.GetPayload("type.googleapis.com/google.rpc.BadRequest").value()).find("entry.passages[0]"),
      std::string::npos);
}

TEST(Parse, MillionsOfUnknownFieldsCostLittle) {
  std::string bytes;
  for (int i = 0; i < 1'000'000; ++i) bytes += "\x78\x01";  // field 15
  v1::GetEntryRequest request;
  const absl::Status status = Parse(Buffer(bytes), request);
  EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_UNKNOWN_FIELDS);
  google::rpc::BadRequest found;
  ASSERT_TRUE(
      found.ParseFromString(std::string(status.GetPayload("type.googleapis.com/google.rpc.BadRequest").value())));
  EXPECT_EQ(found.field_violations_size(), 32);
}

TEST(Parse, ATornMessageIsMalformed) {
  v1::GetEntryRequest request;
  request.set_name("entries/a");
  const std::string bytes = request.SerializeAsString();
  EXPECT_EQ(ReasonOf(Parse(Buffer(bytes.substr(0, bytes.size() - 1)), request)), v1::ERROR_REASON_MALFORMED_REQUEST);
  EXPECT_TRUE(Parse(Buffer(""), request).ok());
}

struct Counted final : storage::Value::Holder {
  explicit Counted(int& alive) : alive_(alive) { ++alive_; }
  ~Counted() override { --alive_; }
  int& alive_;
};

TEST(ByteChain, HoldsWhatItRefersToUntilTheBufferGoes) {
  int alive = 0;
  const std::string kept = "record bytes";
  {
    ByteChain chain;
    chain.AppendFieldHeader(1, kept.size());
    chain.AppendHeld(kept, std::make_unique<Counted>(alive));
    chain.AppendCount(3, 300);
    chain.AppendCount(4, 0);
    EXPECT_EQ(chain.size(), 2 + kept.size() + 3);
    const grpc::ByteBuffer buffer = chain.Take();
    EXPECT_EQ(Bytes(buffer), std::string("\x0a\x0c") + kept + "\x18\xac\x02");
    EXPECT_EQ(alive, 1);
  }
  EXPECT_EQ(alive, 0);
}

TEST(ByteChain, AnEmptyAnswerIsAnEmptyMessage) { EXPECT_EQ(Bytes(ByteChain().Take()), ""); }

}  // namespace
}  // namespace lectern::rpc
