// Handlers of targets and of paid promotion (routes.cpp), one function a route.
#pragma once

#include "web/router.h"

namespace vouch::web::handlers {

// handlers_targets.cpp
Task<HttpResponse> get_targets(Services& services, Call call);
Task<HttpResponse> put_target_year(Services& services, Call call);
Task<HttpResponse> put_target_parts(Services& services, Call call);
Task<HttpResponse> roll_targets(Services& services, Call call);
Task<HttpResponse> get_target_strip(Services& services, Call call);
Task<HttpResponse> answer_target(Services& services, Call call);
Task<HttpResponse> list_actuals(Services& services, Call call);
Task<HttpResponse> add_actual(Services& services, Call call);
Task<HttpResponse> correct_actual(Services& services, Call call);

// handlers_paid.cpp
Task<HttpResponse> list_paid_channels(Services& services, Call call);
Task<HttpResponse> put_paid_channel(Services& services, Call call);
Task<HttpResponse> calculate_paid(Services& services, Call call);
Task<HttpResponse> get_paid_budget(Services& services, Call call);
Task<HttpResponse> put_paid_budget(Services& services, Call call);
Task<HttpResponse> replan_paid(Services& services, Call call);
Task<HttpResponse> put_paid_spend(Services& services, Call call);

}  // namespace vouch::web::handlers
