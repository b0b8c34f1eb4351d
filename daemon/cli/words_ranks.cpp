// Answers about ranks, for people. "未进前 N" (read without us) and "未测" (nobody knows) are never
// mixed.
#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/text.h"
#include "core/time.h"
#include "daemon/cli/answer.h"
#include "daemon/cli/words.h"

namespace vouch::daemon::cli {
namespace {

namespace json = boost::json;

std::string per_cent(const json::value& object, std::string_view key) {
  return child(object, key).is_null() ? "–" : fmt::format("{:.1f}%", number(object, key) * 100);
}

std::string state_words(const json::value& look) {
  const std::string state = text(look, "state");
  if (state == "ranked") return fmt::format("第 {} 位", text(look, "position"));
  if (state == "not_in_top") return fmt::format("未进前 {}", text(look, "depth"));
  return "未测";
}

std::string dated_words(const json::value& look) {
  const std::string day = text(look, "day");
  return day.empty() ? state_words(look) : fmt::format("{}（{}）", state_words(look), day);
}

std::string engine_words(const json::value& series) {
  std::string out = text(series, "engine");
  if (text(series, "device") == "mobile") out += " 手机";
  if (const std::string place = text(series, "place"); !place.empty()) out += " " + place;
  return out;
}

// 12 -> "12", 10.5 -> "10.5"
std::string place_number(const json::value& object, std::string_view key) {
  return fmt::format("{:g}", number(object, key));
}

std::string move_words(const json::value& move) {
  if (text(move, "lost") == "true")
    return fmt::format("↓ 掉出（原第 {} 位）", place_number(move, "from"));
  if (text(move, "found") == "true")
    return fmt::format("↑ 新进（第 {} 位）", place_number(move, "to"));
  return fmt::format("{} {} → {}", number(move, "to") < number(move, "from") ? "↑" : "↓",
                     place_number(move, "from"), place_number(move, "to"));
}

std::string first_page_words(const json::value& look) {
  const json::value& count = child(look, "first_page");
  if (count.is_null()) return {};
  return fmt::format("  首页占位 {}", json::serialize(count));
}

std::string wrong_page_words(const json::value& look) {
  return text(look, "wrong_page") == "true" ? "  目标页不符" : "";
}

std::string keyword_place(const json::value& place) {
  std::string out = fmt::format("    {}  {}{}{}", engine_words(place), dated_words(place),
                                first_page_words(place), wrong_page_words(place));
  if (const json::value& before = child(place, "last_measured"); !before.is_null())
    out += fmt::format("  上次测到：{}", dated_words(before));
  if (const json::value& move = child(place, "move"); !move.is_null())
    out += "  " + move_words(move);
  return out + "\n";
}

}  // namespace

std::string place_words(const std::string& body) {
  return dated_words(json::parse(body));
}

std::string keyword_words(const std::string& body) {
  const json::value answer = json::parse(body);
  std::string out;
  for (const json::value& keyword : list(answer, "items")) {
    out += fmt::format("优先级 {}  {}  {}\n", text(keyword, "priority"), text(keyword, "text"),
                       text(keyword, "target_url"));
    for (const json::value& place : list(keyword, "places")) out += keyword_place(place);
  }
  return out.empty() ? "词库是空的：vouch keyword add 关键词\n" : out;
}

std::string rank_history_words(const std::string& body) {
  const json::value answer = json::parse(body);
  std::string out = fmt::format("{}  {} 至 {}\n", text(child(answer, "keyword"), "text"),
                                text(answer, "since"), text(answer, "until"));
  for (const json::value& series : list(answer, "items")) {
    out += engine_words(series) + "\n";
    for (const json::value& look : list(series, "looks")) {
      out += fmt::format("  {}  {}", local(text(look, "at")), state_words(look));
      if (text(look, "state") == "ranked")
        out += fmt::format("（读了 {} 位）", text(look, "depth"));
      out += fmt::format("{}{}  {}\n", first_page_words(look), wrong_page_words(look),
                         text(look, "url"));
    }
  }
  return list(answer, "items").empty() ? out + "这段时间没有测过\n" : out;
}

std::string rank_mover_words(const std::string& body) {
  const json::value answer = json::parse(body);
  std::string out;
  for (const json::value& mover : list(answer, "items")) {
    const json::value& keyword = child(mover, "keyword");
    out += fmt::format("{}  优先级 {}  {}  {}  {}\n", local(text(mover, "at")),
                       text(keyword, "priority"), text(keyword, "text"), engine_words(mover),
                       move_words(mover));
  }
  if (text(answer, "more") == "true") out += "还有更多，只列出最新的\n";
  return out.empty() ? fmt::format("{} 以来没有明显变动\n", text(answer, "since")) : out;
}

std::string rank_figure_words(const std::string& body) {
  const json::value answer = json::parse(body);
  std::string out = text(answer, "day") + "\n";
  for (const json::value& engine : list(answer, "items")) {
    out += fmt::format("{}  覆盖率 {}（测到 {} / {} 个词）", engine_words(engine),
                       per_cent(engine, "coverage"), text(engine, "measured"),
                       text(engine, "keywords"));
    if (text(engine, "telling") != "true") {
      out +=
          fmt::format("  覆盖率不到 {:.0f}%，不给数字\n", number(answer, "least_coverage") * 100);
      continue;
    }
    out += fmt::format("  可见度 {}{}  首页词比例 {}\n", per_cent(engine, "visibility"),
                       text(engine, "curve_assumed") == "true" ? "（点击率为假设值）" : "",
                       per_cent(engine, "first_page_share"));
    for (const json::value& share : list(engine, "shares")) {
      const bool own = text(share, "own") == "true";
      out += fmt::format("    声量 {:>6}  {}\n", per_cent(share, "share"),
                         own ? "本公司" : text(share, "name") + " " + text(share, "domain"));
    }
  }
  return list(answer, "items").empty() ? out + "没有接入的搜索引擎\n" : out;
}

}  // namespace vouch::daemon::cli
