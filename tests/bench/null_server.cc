// null_server: the least that a server on gRPC's raw callback API can do. It answers GetEntry and ListEntries with one
// of the answers in a file, picked at random, whatever is asked, and adds the trailers it was told of. What lecternd
// takes beyond it is lecternd's own; told to be busy for as long as lecternd's answers take to make, it shows what of
// that the transport and the machine account for.
#include <signal.h>

#include <chrono>
#include <cstdio>
#include <exception>
#include <random>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "lectern/v1/entry_service.grpc.pb.h"
#include "tests/bench/answers.h"
#include "tests/bench/corpus.h"
#include "tests/support/program.h"

namespace lectern::bench {
namespace {

using RawEntries = v1::EntryService::WithRawCallbackMethod_GetEntry<
    v1::EntryService::WithRawCallbackMethod_ListEntries<v1::EntryService::Service>>;

class NullService final : public RawEntries {
 public:
  // `bodies` lie in memory that outlives the service. Each call keeps its core busy for `busy` before it is answered.
  NullService(std::vector<std::string_view> bodies, std::vector<std::pair<std::string, std::string>> trailers,
              std::chrono::microseconds busy)
      : bodies_(std::move(bodies)), trailers_(std::move(trailers)), busy_(busy) {}

  grpc::ServerUnaryReactor* GetEntry(grpc::CallbackServerContext* context, const grpc::ByteBuffer*,
                                     grpc::ByteBuffer* response) override {
    return Answer(context, response);
  }
  grpc::ServerUnaryReactor* ListEntries(grpc::CallbackServerContext* context, const grpc::ByteBuffer*,
                                        grpc::ByteBuffer* response) override {
    return Answer(context, response);
  }

 private:
  grpc::ServerUnaryReactor* Answer(grpc::CallbackServerContext* context, grpc::ByteBuffer* response) {
    if (busy_.count() > 0) {
      using Clock = std::chrono::steady_clock;
      const Clock::time_point end = Clock::now() + busy_;
      while (Clock::now() < end) {
      }
    }
    thread_local Numbers numbers(std::random_device{}());
    const std::string_view body = bodies_[numbers.Below(bodies_.size())];
    const grpc::Slice slice(body.data(), body.size(), grpc::Slice::STATIC_SLICE);
    grpc::ByteBuffer bytes(&slice, 1);
    response->Swap(&bytes);
    for (const auto& [key, value] : trailers_) context->AddTrailingMetadata(key, value);
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

  const std::vector<std::string_view> bodies_;
  const std::vector<std::pair<std::string, std::string>> trailers_;
  const std::chrono::microseconds busy_;
};

int Serve(const std::string& listen, const std::string& file, const std::vector<std::string>& trailers,
          std::chrono::microseconds busy) {
  sigset_t ending;
  sigemptyset(&ending);
  sigaddset(&ending, SIGTERM);
  sigaddset(&ending, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ending, nullptr);

  const std::string bytes = testing::ReadFile(file);
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const std::string& trailer : trailers)
    pairs.emplace_back(trailer.substr(0, trailer.find('=')), trailer.substr(trailer.find('=') + 1));
  NullService service(ReadBodies(bytes), std::move(pairs), busy);

  // As in services/server/server.cc.
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(listen, grpc::InsecureServerCredentials(), &port);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, 8 << 10);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, 100);
  builder.SetMaxReceiveMessageSize(4 << 20);
  builder.RegisterService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr || port == 0) {
    std::fprintf(stderr, "null_server: cannot listen on %s\n", listen.c_str());
    return 1;
  }
  std::printf("null_server: serving on %s:%d\n", listen.substr(0, listen.rfind(':')).c_str(), port);
  std::fflush(stdout);
  int signal = 0;
  sigwait(&ending, &signal);
  server->Shutdown();
  server->Wait();
  return 0;
}

}  // namespace
}  // namespace lectern::bench

int main(int argc, char** argv) {
  CLI::App app{
      "Answers every GetEntry and ListEntries with bytes out of a file; what benchmarks measure lecternd against."};
  std::string listen = "127.0.0.1:0", file;
  std::vector<std::string> trailers;
  uint32_t busy_us = 0;
  app.add_option("--listen", listen, "ADDR:PORT (default 127.0.0.1:0, a free port)");
  app.add_option("--answers", file, "file of answers")->required();
  app.add_option("--trailer", trailers, "KEY=VALUE that goes out behind each answer; may stand several times");
  app.add_option("--busy-us", busy_us, "microseconds for which a call keeps its core busy, up to a second (default 0)")
      ->check(CLI::Range(0, 1'000'000));
  CLI11_PARSE(app, argc, argv);
  try {
    return lectern::bench::Serve(listen, file, trailers, std::chrono::microseconds(busy_us));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "null_server: %s\n", error.what());
    return 1;
  }
}
