#include "services/rpc/wire.h"

#include <deque>
#include <random>

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

// Requests of a few bytes are one slice, large ones many.
TEST(Parse, TakesARequestInPieces) {
  v1::GetEntryRequest request;
  request.set_name("entries/" + std::string(60, 'a'));
  const std::string bytes = request.SerializeAsString();
  const grpc::Slice pieces[] = {grpc::Slice(bytes.substr(0, 10)), grpc::Slice(bytes.substr(10))};
  v1::GetEntryRequest parsed;
  ASSERT_TRUE(Parse(grpc::ByteBuffer(pieces, 2), parsed).ok());
  EXPECT_EQ(parsed.name(), request.name());
  EXPECT_EQ(ReasonOf(Parse(grpc::ByteBuffer(pieces, 1), parsed)), v1::ERROR_REASON_MALFORMED_REQUEST);
}

TEST(Parse, UnknownEnumValuesAreFoundAtAnyDepth) {
  v1::GetEntryRequest request;
  request.set_view(static_cast<v1::View>(9));
  EXPECT_EQ(ReasonOf(Parse(Buffer(request.SerializeAsString()), request)), v1::ERROR_REASON_UNKNOWN_FIELDS);
  v1::CreateEntryRequest deep;
  deep.mutable_entry()->add_passages()->mutable_claim()->set_status(static_cast<v1::ClaimStatus>(99));
  EXPECT_EQ(ReasonOf(Parse(Buffer(deep.SerializeAsString()), deep)), v1::ERROR_REASON_UNKNOWN_FIELDS);
}

TEST(Serialize, GivesTheMessagesBytes) {
  v1::GetEntryRequest request;
  EXPECT_EQ(Bytes(Serialize(request)), "");
  request.set_name("entries/a");
  EXPECT_EQ(Bytes(Serialize(request)), request.SerializeAsString());
  request.set_name(std::string(5000, 'a'));
  EXPECT_EQ(Bytes(Serialize(request)), request.SerializeAsString());
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

// What is copied lies in blocks, and what is held between them: the order stays, whatever the sizes.
TEST(ByteChain, ManyPiecesKeepTheirOrder) {
  int alive = 0;
  std::mt19937 random(3);
  ByteChain chain;
  std::string expected;
  std::deque<std::string> held;
  for (int i = 0; i < 2000; ++i) {
    const std::string piece(random() % (i % 100 == 0 ? 20000 : 300), static_cast<char>('a' + i % 26));
    expected += piece;
    if (i % 5 == 0) {
      held.push_back(piece);
      chain.AppendHeld(held.back(), std::make_unique<Counted>(alive));
    } else if (i % 7 == 0) {
      ByteChain other;
      other.Append(piece);
      chain.Append(std::move(other));
    } else {
      chain.Append(piece);
    }
    ASSERT_EQ(chain.size(), expected.size());
  }
  {
    const grpc::ByteBuffer buffer = chain.Take();
    EXPECT_TRUE(Bytes(buffer) == expected);
    EXPECT_EQ(alive, 400);
  }
}

TEST(ByteChain, FieldSizesAreThoseThatAreWritten) {
  for (const size_t length : {0U, 1U, 127U, 128U, 20000U, 3000000U})
    for (const int field : {1, 15, 16, 1003}) {
      ByteChain chain;
      chain.AppendFieldHeader(field, length);
      EXPECT_EQ(ByteChain::FieldSize(field, length), chain.size() + length);
    }
}

TEST(ByteChain, AnEmptyAnswerIsAnEmptyMessage) { EXPECT_EQ(Bytes(ByteChain().Take()), ""); }

}  // namespace
}  // namespace lectern::rpc
