// An export, part by part, over as many connections as it takes.
#pragma once

#include <functional>
#include <string>

#include "clients/admin/session.h"
#include "lectern/v1/export_service.pb.h"

namespace lectern::admin {

// Takes one part. False ends the export.
using TakePart = std::function<bool(const v1::ExportResponse& part)>;

// Hands on the parts of an export in order, each once. Where the connection or the server goes away in between, it goes
// on from the last part, with a word to `say`, for as long as the server is not gone for minutes. OK where `take` ended
// it, too.
grpc::Status ReadExport(Session& session, const v1::ExportSelection& selection, const TakePart& take,
                        const std::function<void(const std::string& line)>& say);

}  // namespace lectern::admin
