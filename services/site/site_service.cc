#include "services/site/site_service.h"

#include "lectern/v1/site_service.pb.h"
#include "services/editing/edit_methods.h"
#include "storage/records/kinds.h"

namespace lectern::site {

const editing::ResourceRules& SiteRules() {
  static const editing::ResourceRules rules{&storage::SiteRecords(), /*server_ids=*/false, nullptr};
  return rules;
}

void AddSiteMethods(const aip::Backend& backend, rpc::MethodTable& methods) {
  methods.Add<v1::GetSiteRequest>("lectern.v1.SiteService/GetSite",
                                  [&backend](rpc::CallPtr call, v1::GetSiteRequest request) {
                                    aip::Get(backend, call, storage::SiteRecords(), request.name(), request.view());
                                  });
  methods.Add<v1::UpdateSiteRequest>(
      "lectern.v1.SiteService/UpdateSite", [&backend](rpc::CallPtr call, v1::UpdateSiteRequest incoming) {
        const auto request = std::make_shared<const v1::UpdateSiteRequest>(std::move(incoming));
        editing::Update(backend, call, request, SiteRules(), request->site(), request->update_mask(), "site",
                        editing::WriteRequestOf(*request));
      });
}

}  // namespace lectern::site
