// Written reports of a company's 钉钉 and 企业微信 applications: what is asked, and what an answer
// holds. One table of functions a platform (report_dingtalk.cpp, report_wecom.cpp); the token is
// that of app.h. Pure; any thread. Shapes and where they are from: docs/decisions/117.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alerts/app.h"
#include "core/exchange.h"
#include "core/time.h"

namespace vouch::alerts {

struct WrittenReport {
  std::string id;
  std::string author_id;  // on the platform
  std::string author_name;
  Time written_at;
  std::vector<std::string> texts;  // of its fields, in their order; what holds no words is left out
};

struct ReportSpan {
  Time from;
  Time to;
  std::string report_template;  // empty: any
};

enum class ReportOutcome {
  kOk,
  kRenew,   // the token was refused
  kPutOff,  // too often, busy, no answer: ask later
  kFailed   // asking again would bring the same
};

struct ReportPage {
  ReportOutcome outcome = ReportOutcome::kOk;
  std::string detail;  // for people, without secrets
  std::vector<WrittenReport> reports;
  std::vector<std::string> ids;  // to be asked for one by one
  std::int64_t cursor = 0;
  bool more = false;
};

struct ReportForm {
  RobotKind kind;         // whose account and token
  Millis longest_span{};  // that one question may cover
  AppCall (*ask_list)(const AppAccount& account, std::string_view token, const ReportSpan& span,
                      std::int64_t cursor);
  ReportPage (*read_list)(const Exchange& exchange);
  // Null: the list holds the reports.
  AppCall (*ask_one)(const AppAccount& account, std::string_view token, std::string_view id);
  ReportPage (*read_one)(const Exchange& exchange);  // one report, none where it is gone
};

extern const ReportForm kDingtalkReports;
extern const ReportForm kWecomReports;

}  // namespace vouch::alerts
