#include "services/site/site_service.h"

#include "lectern/v1/site_service.pb.h"
#include "services/editing/collection.h"
#include "storage/records/kinds.h"

namespace lectern::site {
namespace {

// There is one, always: it is neither listed, created nor deleted.
const editing::Collection& Sites() {
  static const editing::Collection collection{.service = "lectern.v1.SiteService",
                                              .singular = "Site",
                                              .plural = "Sites",
                                              .field = "site",
                                              .rules = &SiteRules()};
  return collection;
}

}  // namespace

const editing::ResourceRules& SiteRules() {
  static const editing::ResourceRules rules{.kind = &storage::SiteRecords()};
  return rules;
}

void AddSiteMethods(const aip::Backend& backend, rpc::MethodTable& methods) {
  editing::AddGet<v1::GetSiteRequest>(backend, methods, Sites());
  editing::AddListRevisions<v1::ListSiteRevisionsRequest>(backend, methods, Sites());
  editing::AddUpdate<v1::UpdateSiteRequest>(backend, methods, Sites());
  editing::AddRollback<v1::RollbackSiteRequest>(backend, methods, Sites());
}

}  // namespace lectern::site
