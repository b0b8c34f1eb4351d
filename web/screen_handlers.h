// Handlers of the web application's screens (routes.cpp), one function a route.
#pragma once

#include "web/router.h"

namespace vouch::web::handlers {

// handlers_screens.cpp
Task<HttpResponse> get_catalog(Services& services, Call call);
Task<HttpResponse> get_day(Services& services, Call call);
Task<HttpResponse> get_story(Services& services, Call call);

// handlers_preview.cpp
Task<HttpResponse> preview_report(Services& services, Call call);

// handlers_desk.cpp
Task<HttpResponse> get_desk(Services& services, Call call);
Task<HttpResponse> get_desk_list(Services& services, Call call);
Task<HttpResponse> get_figures(Services& services, Call call);
Task<HttpResponse> get_matrix(Services& services, Call call);
Task<HttpResponse> get_matrix_person(Services& services, Call call);
Task<HttpResponse> list_disputes(Services& services, Call call);

// handlers_office.cpp
Task<HttpResponse> get_calendar(Services& services, Call call);
Task<HttpResponse> get_checks_notice(Services& services, Call call);
Task<HttpResponse> acknowledge_checks(Services& services, Call call);
Task<HttpResponse> list_checks_readers(Services& services, Call call);
Task<HttpResponse> export_list(Services& services, Call call);

}  // namespace vouch::web::handlers
