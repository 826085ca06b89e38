#include "standard_requests.h"

#include "google/api/resource.pb.h"
#include "google/longrunning/operations.pb.h"
#include "google/protobuf/text_format.h"
#include "lectern/v1/limits.pb.h"
#include "services/server/contract.h"

namespace lectern::tests {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::TextFormat;

std::string TypeOf(const google::protobuf::Descriptor& type) {
  return type.options().GetExtension(google::api::resource).type();
}

// The kinds of resources: one that is there, and how a good one is written.
struct Kind {
  const char* type;
  const char* name;     // is there
  const char* missing;  // is not
  const char* deleted;  // was deleted
  const char* text;     // a good resource without its name
};

constexpr Kind kKinds[] = {
    {"lectern/Entry", "entries/good", "entries/none", "entries/gone",
     "title_lines: 'A report' topic: 'topics/torture' publisher: 'A press'"},
    {"lectern/Country", "countries/be", "countries/fr", "countries/nl", ""},
    {"lectern/CountryPage", "countries/be/pages/torture", "countries/be/pages/none",
     "countries/be/pages/street-children", "topic: 'topics/torture' period: 'Today'"},
    {"lectern/Hotline", "countries/be/hotlines/good", "countries/be/hotlines/none", "countries/be/hotlines/gone",
     "display_name: 'A line' cost: 'free'"},
    {"lectern/Topic", "topics/torture", "topics/none", "topics/gone", "labels { language: 'en' text: 'A topic' }"},
    {"lectern/Theme", "themes/good", "themes/none", "themes/gone", "labels { language: 'en' text: 'A theme' }"},
    {"lectern/TeacherResource", "teacherResources/good", "teacherResources/none", "teacherResources/gone",
     "kind: TEACHER_RESOURCE_KIND_LESSON_PLAN title: 'A plan'"},
    {"lectern/Site", "site", "", "", "editor: 'An editor'"},
    {"lectern/ApiKey", "apiKeys/none", "apiKeys/none", "", "display_name: 'a key' role: ROLE_READER"},
};

const Kind* FindKind(const std::string& type) {
  for (const Kind& kind : kKinds)
    if (type == kind.type) return &kind;
  return nullptr;
}

// A kind whose names callers choose.
bool OfCatalogue(const Kind& kind) { return kind.type != std::string("lectern/ApiKey"); }

void Fill(Message& resource) {
  const Kind* kind = FindKind(TypeOf(*resource.GetDescriptor()));
  if (kind == nullptr) return;
  TextFormat::MergeFromString(kind->text, &resource);
  const auto* name = resource.GetDescriptor()->FindFieldByName("name");
  if (OfCatalogue(*kind)) resource.GetReflection()->SetString(&resource, name, kind->name);
}

const FieldDescriptor* Find(const Message& request, const char* name) {
  return request.GetDescriptor()->FindFieldByName(name);
}

// What kind of resource a method is about, by what its `name` or `names` refer to; entries where it takes any.
const Kind& KindOf(const MethodDescriptor& method) {
  for (const char* field : {"name", "names"}) {
    const auto* name = method.input_type()->FindFieldByName(field);
    if (name == nullptr || !name->options().HasExtension(google::api::resource_reference)) continue;
    if (const Kind* kind = FindKind(name->options().GetExtension(google::api::resource_reference).type())) return *kind;
  }
  return kKinds[0];
}

bool OfOperations(const MethodDescriptor& method) { return method.service()->name() == "Operations"; }

// The resource inside a request: of Create and Update, or of the first item.
Message* ResourceIn(Message& request) {
  const auto* reflection = request.GetReflection();
  const auto* first = request.GetDescriptor()->FindFieldByNumber(1);
  if (first == nullptr || first->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return nullptr;
  if (!first->is_repeated())
    return first->message_type()->options().HasExtension(google::api::resource)
               ? reflection->MutableMessage(&request, first)
               : nullptr;
  if (first->name() != "items" || reflection->FieldSize(request, first) == 0) return nullptr;
  Message* item = reflection->MutableRepeatedMessage(&request, first, 0);
  return item->GetReflection()->MutableMessage(item, item->GetDescriptor()->FindFieldByNumber(1));
}

// A text of the resource that holds what people write.
const FieldDescriptor* ProseOf(const Message& resource) {
  for (const char* name : {"publisher", "period", "cost", "title", "editor", "display_name", "editor_notes"})
    if (const auto* field = Find(resource, name);
        field != nullptr && !field->is_repeated() && TypeOf(*resource.GetDescriptor()) != "lectern/Country")
      return field;
  return Find(resource, "editor_notes");
}

bool SetProse(Message& request, const std::string& text) {
  Message* resource = ResourceIn(request);
  if (resource == nullptr) return false;
  const auto* prose = ProseOf(*resource);
  if (prose == nullptr) return false;
  resource->GetReflection()->SetString(resource, prose, text);
  return true;
}

bool SetText(Message& request, const char* field, const std::string& text) {
  const auto* found = Find(request, field);
  if (found == nullptr || found->cpp_type() != FieldDescriptor::CPPTYPE_STRING || found->is_repeated()) return false;
  request.GetReflection()->SetString(&request, found, text);
  return true;
}

bool SetName(const MethodDescriptor& method, Message& request, const std::string& name) {
  if (name.empty() || OfOperations(method)) return false;
  if (const auto* names = Find(request, "names")) {
    request.GetReflection()->SetRepeatedString(&request, names, 0, name);
    return true;
  }
  return SetText(request, "name", name);
}

bool SetNumber(Message& request, const char* field, int64_t number) {
  const auto* found = Find(request, field);
  if (found == nullptr) return false;
  if (found->cpp_type() == FieldDescriptor::CPPTYPE_INT32)
    request.GetReflection()->SetInt32(&request, found, static_cast<int32_t>(number));
  else
    request.GetReflection()->SetInt64(&request, found, number);
  return true;
}

bool IsRead(const MethodDescriptor& method) {
  return method.options().idempotency_level() == google::protobuf::MethodOptions::NO_SIDE_EFFECTS;
}

bool FillTo(Message& request, int count) {
  for (const char* name : {"items", "names"}) {
    const auto* field = Find(request, name);
    if (field == nullptr) continue;
    const auto* reflection = request.GetReflection();
    if (count == 0) reflection->ClearField(&request, field);
    while (reflection->FieldSize(request, field) < count) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING)
        reflection->AddString(&request, field, reflection->GetRepeatedString(request, field, 0));
      else
        reflection->AddMessage(&request, field)->CopyFrom(reflection->GetRepeatedMessage(request, field, 0));
    }
    return true;
  }
  return false;
}

bool SetStaleEtag(const MethodDescriptor& method, Message& request) {
  constexpr char kStale[] = "00000000-1-1";
  if (method.name().rfind("Create", 0) == 0) return false;
  if (Message* resource = ResourceIn(request)) return SetText(*resource, "etag", kStale);
  // What is not deleted is not undeleted, whatever its etag.
  return SetText(request, "etag", kStale);
}

std::vector<BadRequest> MakeBadRequests() {
  const auto on_name = [](const char* Kind::*name) {
    return [name](const MethodDescriptor& method, Message& request) {
      const auto* names = Find(request, "names");
      const bool one_kind = names == nullptr || names->options().HasExtension(google::api::resource_reference);
      return one_kind && method.service()->name() != "AdminService" && SetName(method, request, KindOf(method).*name);
    };
  };
  using Method = MethodDescriptor;
  return {
      {"empty name",
       [](const Method& m, Message& r) { return SetName(m, r, "x") && SetName(m, r, " "); },
       "INVALID_ARGUMENT",
       {"FIELD_INVALID"},
       "name"},
      {"name of another kind",
       [](const Method& m, Message& r) { return SetName(m, r, "planets/mars"); },
       "INVALID_ARGUMENT",
       {"FIELD_INVALID"},
       "name"},
      {"missing", on_name(&Kind::missing), "NOT_FOUND", {"RESOURCE_NOT_FOUND"}, ""},
      {"deleted",
       [on_name](const Method& m, Message& r) {
         // Editors read what is deleted, and may bring it back.
         return !IsRead(m) && m.name().rfind("Undelete", 0) != 0 && m.name() != "Expunge" &&
                on_name(&Kind::deleted)(m, r);
       },
       "NOT_FOUND",
       {"RESOURCE_NOT_FOUND"},
       ""},
      {"wrong parent",
       [](const Method&, Message& r) { return SetText(r, "parent", "countries/be/pages/x"); },
       "INVALID_ARGUMENT",
       {"FIELD_INVALID"},
       "parent"},
      {"negative page_size",
       [](const Method& m, Message& r) { return !OfOperations(m) && SetNumber(r, "page_size", -1); },
       "INVALID_ARGUMENT",
       {"FIELD_INVALID"},
       "page_size"},
      {"page_token of nobody",
       [](const Method&, Message& r) { return SetText(r, "page_token", "AAAA"); },
       "INVALID_ARGUMENT",
       {"PAGE_TOKEN_INVALID"},
       "page_token"},
      {"filter that is none",
       [](const Method&, Message& r) { return SetText(r, "filter", "(((colour"); },
       "INVALID_ARGUMENT",
       {"FILTER_UNSUPPORTED"},
       "filter"},
      {"order that is none",
       [](const Method&, Message& r) { return SetText(r, "order_by", "colour"); },
       "INVALID_ARGUMENT",
       {"ORDER_UNSUPPORTED"},
       "order_by"},
      {"negative read_revision",
       [](const Method&, Message& r) { return SetNumber(r, "read_revision", -1); },
       "INVALID_ARGUMENT",
       {"FIELD_INVALID"},
       "read_revision"},
      {"revision to come",
       [](const Method&, Message& r) { return SetNumber(r, "read_revision", int64_t{1} << 40); },
       "OUT_OF_RANGE",
       {"REVISION_AHEAD"},
       ""},
      {"unknown mask path",
       [](const Method&, Message& r) {
         const auto* mask = Find(r, "update_mask");
         if (mask == nullptr) return false;
         Message* paths = r.GetReflection()->MutableMessage(&r, mask);
         paths->GetReflection()->AddString(paths, Find(*paths, "paths"), "colour");
         return true;
       },
       "INVALID_ARGUMENT",
       {"FIELD_INVALID"},
       "update_mask"},
      {"no items", [](const Method&, Message& r) { return FillTo(r, 0); }, "INVALID_ARGUMENT", {"FIELD_INVALID"}, "s"},
      {"too many items",
       [](const Method&, Message& r) { return FillTo(r, 129); },
       "INVALID_ARGUMENT",
       {"FIELD_INVALID"},
       "s"},
      {"request_id that is no UUID",
       [](const Method&, Message& r) { return SetText(r, "request_id", "1"); },
       "INVALID_ARGUMENT",
       {"FIELD_INVALID"},
       "request_id"},
      {"stale etag",
       [](const Method& m, Message& r) {
         const auto* names = Find(r, "names");
         return names == nullptr && SetStaleEtag(m, r);
       },
       "ABORTED",
       {"ETAG_MISMATCH"},
       ""},
      {"control characters",
       [](const Method& m, Message& r) { return m.service()->name() != "AdminService" && SetProse(r, "a\x01z"); },
       "INVALID_ARGUMENT",
       {"FIELD_INVALID"},
       ""},
      {"too long a text",
       [](const Method& m, Message& r) {
         return m.service()->name() != "AdminService" && SetProse(r, std::string(300000, 'x'));
       },
       "INVALID_ARGUMENT",
       {"FIELD_INVALID"},
       ""},
      {"name with a slash too many",
       [](const Method& m, Message& r) {
         Message* resource = ResourceIn(r);
         // The server names its keys itself.
         return m.service()->name() != "AdminService" && resource != nullptr &&
                SetText(*resource, "name", "entries/a/b/c/d");
       },
       "INVALID_ARGUMENT",
       {"FIELD_INVALID"},
       "name"},
  };
}

}  // namespace

std::vector<const MethodDescriptor*> UnaryMethods() {
  std::vector<const MethodDescriptor*> methods;
  for (const auto* service : server::ContractServices())
    for (int i = 0; i < service->method_count(); ++i)
      if (!service->method(i)->server_streaming()) methods.push_back(service->method(i));
  return methods;
}

std::string FullName(const MethodDescriptor& method) { return method.service()->full_name() + "/" + method.name(); }

std::unique_ptr<Message> GoodRequest(const MethodDescriptor& method) {
  std::unique_ptr<Message> request(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(method.input_type())->New());
  const auto* reflection = request->GetReflection();
  if (const auto* items = Find(*request, "items")) reflection->AddMessage(request.get(), items);
  if (const auto* names = Find(*request, "names")) reflection->AddString(request.get(), names, KindOf(method).name);
  if (Message* resource = ResourceIn(*request)) {
    Fill(*resource);
    const Kind* kind = FindKind(TypeOf(*resource->GetDescriptor()));
    if (method.name().rfind("Create", 0) == 0 && OfCatalogue(*kind)) SetText(*resource, "name", kind->missing);
  }
  SetText(*request, "name",
          method.name() == "ListOperations" ? "operations"
          : OfOperations(method)            ? "operations/none"
                                            : KindOf(method).name);
  SetText(*request, "parent", "countries/be");
  SetText(*request, "reviewer", "a reviewer");
  SetText(*request, "text", "report");
  SetNumber(*request, "revision", 1);
  if (method.name() == "BeginImport") TextFormat::MergeFromString("source: 'x'", request.get());
  if (method.name() == "PlanImport") TextFormat::MergeFromString("chunks: 1", request.get());
  if (method.name() == "ExportPage") TextFormat::MergeFromString("selection { }", request.get());
  if (method.name() == "Publish") TextFormat::MergeFromString("publication { reviewer: 'x' }", request.get());
  return request;
}

std::vector<std::pair<std::string, std::unique_ptr<Message>>> StandardFixture() {
  std::vector<std::pair<std::string, std::unique_ptr<Message>>> calls;
  // Countries first: what lies in them needs them.
  for (const bool deleted : {false, true})
    for (const char* type : {"Country", "Topic", "Theme", "Entry", "CountryPage", "Hotline", "TeacherResource"})
      for (const MethodDescriptor* method : UnaryMethods()) {
        if (method->name() != std::string("Create") + type) continue;
        const Kind& kind = *FindKind(std::string("lectern/") + type);
        std::unique_ptr<Message> create = GoodRequest(*method);
        SetText(*ResourceIn(*create), "name", deleted ? kind.deleted : kind.name);
        if (deleted && std::string(type) == "CountryPage")
          SetText(*ResourceIn(*create), "topic", "topics/street-children");
        if (deleted || std::string(type) != "Topic") calls.emplace_back(FullName(*method), std::move(create));
      }
  for (const MethodDescriptor* method : UnaryMethods()) {
    if (method->name().rfind("Delete", 0) != 0 || OfOperations(*method)) continue;
    std::unique_ptr<Message> remove = GoodRequest(*method);
    SetText(*remove, "name", KindOf(*method).deleted);
    calls.emplace_back(FullName(*method), std::move(remove));
  }
  return calls;
}

const std::vector<BadRequest>& BadRequests() {
  static const std::vector<BadRequest> requests = MakeBadRequests();
  return requests;
}

}  // namespace lectern::tests
