// What all pages share: head, bar with the language switch, banner of the checkers' health, footer,
// and the pieces that several pages show. Pure functions that write into a page.
#pragma once

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "web/facts.h"
#include "web/html.h"
#include "web/views.h"
#include "web/words.h"

namespace vouch::web {

// A channel of the reader's by which nothing reaches him.
struct BrokenWay {
  std::string name;
  ChannelKind kind = ChannelKind::kMail;
  std::string address;   // of mail
  bool refused = false;  // his address; else the channel is switched off
  std::string why;
};

// Of the person whose page it is.
struct OwnLetters {
  std::int64_t unread = 0;
  std::vector<BrokenWay> broken;
  std::vector<std::string> reaches_by;  // his channels that work
};

struct PageContext {  // lives as long as the page is built
  Lang lang = Lang::kZh;
  Time now;
  const Zone& zone;
  Names names;
  HealthFacts facts;
  std::string base;  // "/p/<token>", no slash at the end; empty: the front page
  std::string path;  // of this page with its query but `lang`, for the language switch
  std::optional<OwnLetters> letters{};  // none: nobody's page

  [[nodiscard]] std::string_view say(std::string_view zh, std::string_view en) const {
    return pick(lang, zh, en);
  }
  [[nodiscard]] std::string when(Time time) const { return moment(lang, time, now, zone); }
  // An address below `base` that keeps the language: link("/claims/3", "work=FAILED").
  [[nodiscard]] std::string link(std::string_view below, std::string_view query = {}) const;
};

void begin_page(Html& html, const PageContext& page, std::string_view title);
// How often the machine was wrong, for everybody to see.
void false_alerts(Html& html, const PageContext& page, const store::FalseAlerts& counts);
void end_page(Html& html, const PageContext& page);
// Of a page on which the reader acts: `words` instead of the sentence that it is read-only.
void end_page(Html& html, const PageContext& page, std::string_view words);

// Nothing when all is well; never red: trouble of the checkers is nobody's failure.
void health_banner(Html& html, const PageContext& page);
// What does not reach the reader, and how he is told instead; nothing when all does.
void reach_banner(Html& html, const PageContext& page);

// What became of an act of the reader's; nothing where there was none.
void act_message(Html& html, std::string_view words, bool refused);
// A form of this page; the caller writes fields, button and the end.
void open_form(Html& html, const std::string& action);

void verdict_tag(Html& html, const PageContext& page, const Verdict& verdict);
void stage_dots(Html& html, const PageContext& page, const Verdict& verdict);
// 0.614 -> 61; of a share that is not whole never 100.
inline long long percent(double share) {
  return share >= 1 ? 100 : std::min(99LL, std::llround(share * 100));
}
// "帖子标题 / 网址", work type, platform, day, marks.
void claim_heading(Html& html, const PageContext& page, const ClaimView& view,
                   std::string_view href);
void claim_card(Html& html, const PageContext& page, const ClaimView& view, bool with_name);
// Chips with counts; each opens its filtered list. `here`: the one that is open.
void count_chips(Html& html, const PageContext& page, const WorkCounts& counts,
                 std::string_view parameter, std::string_view here);

// 404 of a page, told to people.
std::string not_found_page(Lang lang);

}  // namespace vouch::web
