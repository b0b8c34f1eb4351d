// Handlers of the desks of inquiries, content and written reports (routes.cpp), one function a
// route.
#pragma once

#include "web/router.h"

namespace vouch::web::handlers {

// handlers_inquiries.cpp
Task<HttpResponse> list_inquiries(Services& services, Call call);
Task<HttpResponse> get_inquiry(Services& services, Call call);
Task<HttpResponse> get_inquiry_summary(Services& services, Call call);
Task<HttpResponse> add_inquiry(Services& services, Call call);
Task<HttpResponse> patch_inquiry(Services& services, Call call);
Task<HttpResponse> add_inquiry_note(Services& services, Call call);
Task<HttpResponse> show_contact(Services& services, Call call);
Task<HttpResponse> import_inquiries(Services& services, Call call);

// handlers_assets.cpp
Task<HttpResponse> list_assets(Services& services, Call call);
Task<HttpResponse> get_asset(Services& services, Call call);
Task<HttpResponse> add_asset(Services& services, Call call);
Task<HttpResponse> link_asset(Services& services, Call call);
Task<HttpResponse> get_shares(Services& services, Call call);
Task<HttpResponse> set_shares(Services& services, Call call);

// handlers_plan_files.cpp
Task<HttpResponse> import_plan(Services& services, Call call);
Task<HttpResponse> import_keyword_plan(Services& services, Call call);

// handlers_report_sources.cpp
Task<HttpResponse> list_report_sources(Services& services, Call call);
Task<HttpResponse> pull_reports(Services& services, Call call);
Task<HttpResponse> make_report_bookmark(Services& services, Call call);

}  // namespace vouch::web::handlers
