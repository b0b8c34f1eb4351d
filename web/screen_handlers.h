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

// handlers_plans.cpp
Task<HttpResponse> get_plan(Services& services, Call call);
Task<HttpResponse> get_plan_offers(Services& services, Call call);
Task<HttpResponse> put_plan(Services& services, Call call);
Task<HttpResponse> publish_plan(Services& services, Call call);
Task<HttpResponse> add_plan_line(Services& services, Call call);
Task<HttpResponse> change_plan_line(Services& services, Call call);
Task<HttpResponse> set_work_hours(Services& services, Call call);

// handlers_numbers.cpp
Task<HttpResponse> list_numbers(Services& services, Call call);
Task<HttpResponse> put_numbers(Services& services, Call call);

// handlers_reviews.cpp
Task<HttpResponse> get_keyword_library(Services& services, Call call);
Task<HttpResponse> import_keywords(Services& services, Call call);
Task<HttpResponse> patch_keyword(Services& services, Call call);
Task<HttpResponse> get_keyword_plan(Services& services, Call call);
Task<HttpResponse> put_keyword_plan(Services& services, Call call);
Task<HttpResponse> get_review(Services& services, Call call);
Task<HttpResponse> put_review(Services& services, Call call);
Task<HttpResponse> add_review_action(Services& services, Call call);
Task<HttpResponse> close_review_action(Services& services, Call call);
Task<HttpResponse> draw_spot_checks(Services& services, Call call);
Task<HttpResponse> judge_spot_check(Services& services, Call call);

// handlers_centres.cpp
Task<HttpResponse> get_centre(Services& services, Call call);

// handlers_self_reports.cpp
Task<HttpResponse> get_day_report(Services& services, Call call);
Task<HttpResponse> put_day_report(Services& services, Call call);
Task<HttpResponse> get_week_report(Services& services, Call call);
Task<HttpResponse> put_week_report(Services& services, Call call);

// handlers_blockers.cpp
Task<HttpResponse> list_blockers(Services& services, Call call);
Task<HttpResponse> add_blocker(Services& services, Call call);
Task<HttpResponse> close_blocker(Services& services, Call call);

// handlers_duties.cpp
Task<HttpResponse> list_duties(Services& services, Call call);
Task<HttpResponse> get_own_duty(Services& services, Call call);
Task<HttpResponse> acknowledge_duty(Services& services, Call call);

// handlers_office.cpp
Task<HttpResponse> get_calendar(Services& services, Call call);
Task<HttpResponse> get_checks_notice(Services& services, Call call);
Task<HttpResponse> acknowledge_checks(Services& services, Call call);
Task<HttpResponse> list_checks_readers(Services& services, Call call);
Task<HttpResponse> export_list(Services& services, Call call);

}  // namespace vouch::web::handlers
