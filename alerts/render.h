// Texts of notices for people, zh-CN and English, as text and HTML. Pure: facts in, words out. No
// accusing word exists here; could-not-check is never worded as a failure.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "alerts/notice_facts.h"
#include "alerts/rules.h"
#include "core/message.h"
#include "core/people.h"
#include "core/time.h"

namespace vouch::alerts {

enum class Language { kChinese, kEnglish };
Language language_of(std::string_view locale);  // "en", "en-GB": English; else Chinese

struct Letter {
  std::string subject;  // one line, at most kSubjectBytes, no control bytes
  std::string text;     // LF line ends
  std::string html;     // a whole document
};

inline constexpr std::size_t kSubjectBytes = 180;
inline constexpr std::size_t kTitleBytes = 120;  // page titles and names inside a text
inline constexpr std::size_t kUrlBytes = 400;
inline constexpr std::size_t kBodyBytes = 60'000;

struct RenderContext {
  std::string company;
  std::string public_url;  // without trailing slash
  Zone zone = Zone::shanghai();
  Language language = Language::kChinese;
  std::map<std::string, std::string> engine_names;    // "baidu" -> "百度"
  std::map<std::string, std::string> platform_names;  // "zhihu" -> "知乎"
};

// One notice for its recipient. Employee: what was looked at, when, what was seen, the rule in
// words, the four answers. Supervisor (rule "at once", priority-1 keyword, correction) and
// operator likewise.
Letter render_notice(const Notice& notice, const NoticeFacts& facts, const User& recipient,
                     const RenderContext& context);

// For `vouch channel test NAME`.
Letter render_test(std::string_view channel, const RenderContext& context);

// <public_url>/p/<token>[/claims/<id>] and /s/<token>[?list=...|/claims/<id>].
std::string employee_link(const RenderContext& context, const User& user, ClaimId claim);
std::string supervisor_link(const RenderContext& context, const User& user, std::string_view list);
std::string supervisor_link(const RenderContext& context, const User& user, ClaimId claim);

// Where a person says by which ways he is told. Empty: he has no page.
// The application, where plans and pictures are.
std::string plan_link(const RenderContext& context);
std::string inquiries_link(const RenderContext& context);
std::string preferences_link(const RenderContext& context, const User& user);

// Message::body of a mail: {"text","html"} and, for digests, {"list_id"} and {"unsubscribe"}: a
// page of the reader's.
std::string mail_body_json(const Letter& letter, std::string_view list_id = {},
                           std::string_view unsubscribe = {});

}  // namespace vouch::alerts
