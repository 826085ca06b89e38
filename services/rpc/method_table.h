// The methods that the server carries out.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>

#include "services/rpc/call.h"
#include "services/rpc/exchange_call.h"
#include "services/rpc/stream_call.h"
#include "services/rpc/wire.h"

namespace lectern::rpc {

// Carries a call out. Runs on a thread of gRPC, or of the executor: it must not block. `request` stays in place until
// the call has ended.
using Handler = std::function<void(CallPtr call, const grpc::ByteBuffer& request)>;
// The same for a method that answers with a stream: it begins to serve, or ends the call, before it returns.
using StreamHandler = std::function<void(StreamCallPtr call, const grpc::ByteBuffer& request)>;

// By full name, such as "lectern.v1.EntryService/GetEntry".
class MethodTable {
 public:
  // Takes a handler that gets the parsed request: handle(CallPtr, Request).
  template <class Request, class Handle>
  void Add(std::string name, Handle handle) {
    handlers_.emplace(std::move(name), Parsing<Request, CallPtr>(std::move(handle)));
  }
  // The same for a read whose answer follows from the request, the role and the store alone: the pipeline may keep it.
  template <class Request, class Handle>
  void AddKept(std::string name, Handle handle) {
    kept_.insert(name);
    Add<Request>(std::move(name), std::move(handle));
  }
  // The same for a method with a stream of answers: handle(StreamCallPtr, Request).
  template <class Request, class Handle>
  void AddStream(std::string name, Handle handle) {
    stream_handlers_.emplace(std::move(name), Parsing<Request, StreamCallPtr>(std::move(handle)));
  }
  // The same for a method whose caller sends a stream of messages and gets an answer to each: handle(TurnPtr, Request),
  // which every call has a copy of, so that it may be a mutable lambda. It is called with the next message while
  // fewer than `most_in_hand` wait for their answers: 1 where a message builds upon the one before.
  template <class Request, class Handle>
  void AddExchange(std::string name, Handle handle, size_t most_in_hand = 4) {
    ExchangeHandler parsing = [handle = std::move(handle)](TurnPtr turn, const grpc::ByteBuffer& bytes) mutable {
      Handled<Request>(std::move(turn), bytes, handle);
    };
    exchanges_.emplace(std::move(name), ExchangeMethod{std::move(parsing), most_in_hand});
  }

  // To be taken out by who carries them out.
  std::map<std::string, Handler>& handlers() { return handlers_; }
  std::map<std::string, StreamHandler>& stream_handlers() { return stream_handlers_; }
  std::map<std::string, ExchangeMethod>& exchanges() { return exchanges_; }
  // Methods of AddKept.
  const std::set<std::string>& kept() const { return kept_; }

 private:
  template <class Request, class Pointer, class Handle>
  static auto Parsing(Handle handle) {
    return [handle = std::move(handle)](Pointer call, const grpc::ByteBuffer& bytes) {
      Handled<Request>(std::move(call), bytes, handle);
    };
  }
  template <class Request, class Pointer, class Handle>
  static void Handled(Pointer call, const grpc::ByteBuffer& bytes, Handle& handle) {
    Request request;
    if (absl::Status parsed = Parse(bytes, request); !parsed.ok()) return call->Finish(parsed);
    handle(std::move(call), std::move(request));
  }

  std::map<std::string, Handler> handlers_;
  std::map<std::string, StreamHandler> stream_handlers_;
  std::map<std::string, ExchangeMethod> exchanges_;
  std::set<std::string> kept_;
};

}  // namespace lectern::rpc
