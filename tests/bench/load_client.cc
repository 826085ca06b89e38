#include "tests/bench/load_client.h"

#include <chrono>
#include <optional>

#include "grpcpp/create_channel.h"
#include "tests/bench/corpus.h"

namespace lectern::bench {
namespace {

using Clock = std::chrono::steady_clock;
using Reader = grpc::GenericClientAsyncResponseReader;

// An open loop that a server cannot keep up with stops here and goes on with delay, which the latencies show.
constexpr size_t kMostOpenCalls = 4096;
// Deadlines of a look into the queue. gRPC rounds those between up to a millisecond, too coarse for an open loop.
constexpr std::chrono::system_clock::time_point kAtOnce{};
constexpr auto kForever = std::chrono::system_clock::time_point::max();

// One call that may be in flight.
struct Slot {
  std::optional<grpc::ClientContext> context;
  std::unique_ptr<Reader> reader;
  grpc::ByteBuffer response;
  grpc::Status status;
  Clock::time_point begin;
};

Clock::duration Seconds(double seconds) {
  return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
}

// One run.
class Run {
 public:
  Run(const std::vector<std::unique_ptr<grpc::GenericStub>>& stubs, grpc::CompletionQueue& queue,
      const Workload& workload, const Pressure& pressure, const std::function<void()>& mark)
      : stubs_(stubs),
        queue_(queue),
        workload_(workload),
        pressure_(pressure),
        mark_(mark),
        slots_(open() ? kMostOpenCalls : pressure.in_flight) {
    for (Slot& slot : slots_) free_.push_back(&slot);
  }

  Outcome Do() {
    const Clock::time_point start = Clock::now();
    count_from_ = start + Seconds(pressure_.warm_up_seconds);
    const Clock::time_point end = count_from_ + Seconds(pressure_.seconds);
    next_tick_ = start;
    // However slow the machine is: something is counted.
    while (Clock::now() < end || outcome_.calls + outcome_.failed == 0) {
      if (open())
        StartDue();
      else
        while (!free_.empty()) Start(Clock::now());
      Take(open() ? kAtOnce : kForever);
      if (!counting_ && Clock::now() >= count_from_) Count(true);
    }
    Count(false);
    while (free_.size() < slots_.size()) Take(kForever);
    return std::move(outcome_);
  }

 private:
  bool open() const { return pressure_.calls_a_second > 0; }

  void StartDue() {
    const Clock::duration interval = Seconds(1 / pressure_.calls_a_second);
    for (const Clock::time_point now = Clock::now(); next_tick_ <= now && !free_.empty(); next_tick_ += interval)
      Start(next_tick_);
  }

  void Start(Clock::time_point begin) {
    Slot& slot = *free_.back();
    free_.pop_back();
    slot.begin = begin;
    slot.context.emplace();
    slot.response.Clear();
    grpc::GenericStub& stub = *stubs_[next_stub_++ % stubs_.size()];
    const grpc::Slice& request = workload_.requests[numbers_.Below(workload_.requests.size())];
    slot.reader = stub.PrepareUnaryCall(&*slot.context, workload_.path, grpc::ByteBuffer(&request, 1), &queue_);
    slot.reader->StartCall();
    slot.reader->Finish(&slot.response, &slot.status, &slot);
  }

  void Count(bool on) {
    counting_ = on;
    mark_();
    if (on)
      counted_from_ = Clock::now();
    else
      outcome_.seconds = std::chrono::duration<double>(Clock::now() - counted_from_).count();
  }

  void Take(std::chrono::system_clock::time_point until) {
    void* tag = nullptr;
    bool ok = false;
    if (queue_.AsyncNext(&tag, &ok, until) != grpc::CompletionQueue::GOT_EVENT) return;
    Slot& slot = *static_cast<Slot*>(tag);
    const Clock::time_point now = Clock::now();
    if (!slot.status.ok()) {
      if (outcome_.failed++ == 0) outcome_.failure = slot.status.error_message();
    } else if (counting_) {
      ++outcome_.calls;
      outcome_.bytes += slot.response.Length();
      outcome_.nanoseconds.Record(static_cast<uint64_t>(std::chrono::nanoseconds(now - slot.begin).count()));
    }
    slot.reader.reset();
    slot.context.reset();
    free_.push_back(&slot);
  }

  const std::vector<std::unique_ptr<grpc::GenericStub>>& stubs_;
  grpc::CompletionQueue& queue_;
  const Workload& workload_;
  const Pressure& pressure_;
  const std::function<void()>& mark_;
  std::vector<Slot> slots_;
  std::vector<Slot*> free_;
  size_t next_stub_ = 0;
  Numbers numbers_{20'240'229};
  Clock::time_point count_from_, counted_from_, next_tick_;
  bool counting_ = false;
  Outcome outcome_;
};

}  // namespace

LoadClient::LoadClient(const std::string& address, int connections) {
  for (int i = 0; i < connections; ++i) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);  // a connection each
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    // What the client spends counts against neither server, but the less it is, the harder they are pressed.
    arguments.SetInt(GRPC_ARG_MINIMAL_STACK, 1);
    const auto channel = grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
    channel->WaitForConnected(std::chrono::system_clock::now() + std::chrono::seconds(10));
    stubs_.push_back(std::make_unique<grpc::GenericStub>(channel));
  }
}

LoadClient::~LoadClient() {
  queue_.Shutdown();
  void* tag = nullptr;
  bool ok = false;
  while (queue_.Next(&tag, &ok)) {
  }
}

Outcome LoadClient::Run(const Workload& workload, const Pressure& pressure, const std::function<void()>& mark) {
  return bench::Run(stubs_, queue_, workload, pressure, mark).Do();
}

}  // namespace lectern::bench
