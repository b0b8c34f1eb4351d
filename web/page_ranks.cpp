#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "planning/rank_rules.h"
#include "web/rank_pages.h"
#include "web/rank_words.h"

namespace vouch::web {
namespace {

using store::BoardKeyword;
using store::BoardPlace;

void cell(Html& html, std::string_view name) {
  html.raw("<td data-name=\"").text(name).raw("\">");
}

std::vector<std::string> columns_of(const RanksPage& data) {
  std::vector<std::string> out;
  for (const EngineFacts& engine : data.engines) {
    if (engine.connected) out.push_back(engine.key);
  }
  return out;
}

void shares(Html& html, const EngineFigures& engine, const PageContext& page) {
  cell(html, page.say("声量", "share of voice"));
  if (engine.shares.empty()) {
    html.raw("–</td>");
    return;
  }
  for (const DomainShare& share : engine.shares) {
    html.raw("<div>");
    if (share.domain.empty()) {
      html.raw("<b>").text(page.say("本公司", "ours")).raw("</b>");
    } else {
      html.foreign(share.name.empty() ? share.domain : share.name, 24);
    }
    html.raw(" ").text(per_cent_words(share.share)).raw("</div>");
  }
  html.raw("</td>");
}

void figure(Html& html, std::string_view name, const std::optional<double>& share) {
  cell(html, name);
  html.text(share ? per_cent_words(*share) : std::string("–")).raw("</td>");
}

void coverage(Html& html, const EngineFigures& engine, const PageContext& page) {
  const planning::Visibility& figures = engine.figures;
  const bool enough = figures.coverage && *figures.coverage >= planning::kEnoughCoverage;
  cell(html, page.say("覆盖率", "coverage"));
  html.raw("<span class=\"");
  if (!enough) html.raw("unknown");
  html.raw("\">").number(figures.coverage ? percent(*figures.coverage) : 0).raw("%</span>");
  html.raw("<div class=\"soft\">").text(page.say("测到 ", ""));
  html.number(static_cast<long long>(figures.measured)).raw(" / ");
  html.number(static_cast<long long>(figures.keywords));
  html.text(page.say(" 个词", " keywords")).raw("</div></td>");
}

void figures_row(Html& html, const EngineFigures& engine, const PageContext& page) {
  html.raw("<tr><th scope=\"row\">").text(series_words(page.lang, engine.group, page.names));
  html.raw("</th>");
  coverage(html, engine, page);
  if (!engine.telling) {
    html.raw("<td class=\"soft\" colspan=\"4\">");
    html.text(page.say("测到的词不到一半，先不给数字", "less than half measured: no figures yet"));
    html.raw("</td></tr>\n");
    return;
  }
  figure(html, page.say("可见度", "visibility"), engine.figures.index);
  figure(html, page.say("首页词比例", "on page one"), engine.figures.first_page_share);
  cell(html, page.say("排名中位数", "median place"));
  html.text(engine.figures.median_ranked ? fmt::format("{:g}", *engine.figures.median_ranked)
                                         : std::string("–"));
  html.raw("</td>");
  shares(html, engine, page);
  html.raw("</tr>\n");
}

void figures(Html& html, const RanksPage& data, const PageContext& page) {
  html.raw("<div class=\"scroll\"><table class=\"stack\"><thead><tr><th scope=\"col\">");
  html.text(page.say("搜索引擎", "engine")).raw("</th>");
  for (const auto& [zh, en] : {std::pair("覆盖率", "coverage"),
                               {"可见度", "visibility"},
                               {"首页词比例", "on page one"},
                               {"排名中位数", "median place"},
                               {"声量", "share of voice"}})
    html.raw("<th scope=\"col\">").text(page.say(zh, en)).raw("</th>");
  html.raw("</tr></thead><tbody>\n");
  for (const EngineFigures& engine : data.figures.engines) figures_row(html, engine, page);
  html.raw("</tbody></table></div>\n<p class=\"soft\">");
  html.text(page.say(
      "只算测到的词，没测到的只影响覆盖率。可见度：与所有词都排第 1 相比，预计能拿到多少点击。",
      "Only measured keywords count; the others lower the coverage alone. Visibility: expected "
      "clicks, against first place for every keyword."));
  const bool assumed =
      std::any_of(data.figures.engines.begin(), data.figures.engines.end(),
                  [](const EngineFigures& engine) { return engine.curve_assumed; });
  if (assumed)
    html.text(page.say("部分引擎没有公开的点击率，用的是假设值。",
                       " Some engines publish no click-through rates: those are assumed."));
  html.raw("</p>\n");
}

void movers(Html& html, const RanksPage& data, const PageContext& page) {
  html.raw("<h2>").text(page.say("本周变动", "Moves of the week")).raw("</h2>\n");
  if (data.movers.moves.empty()) {
    html.raw("<p class=\"panel\">");
    html.text(page.say("近 7 天没有明显变动（一两位的波动不算）。",
                       "No move in 7 days that is more than noise."));
    html.raw("</p>\n");
    return;
  }
  html.raw("<ul class=\"plain panel\">\n");
  for (const store::Mover& mover : data.movers.moves) {
    html.raw("<li class=\"row\"><a href=\"");
    html.text(page.link(fmt::format("/keywords/{}", mover.series.keyword.value))).raw("\">");
    html.foreign(mover.keyword, 40).raw("</a><span><b class=\"");
    html.text(is_rise(mover.move) ? "ok" : "mend").raw("\">");
    html.text(move_words(page.lang, mover.move)).raw("</b> <span class=\"soft\">");
    html.text(series_words(page.lang, mover.series, page.names)).raw(" · ");
    html.text(page.when(mover.move.at)).raw("</span></span></li>\n");
  }
  html.raw("</ul>\n");
  if (data.movers.more)
    html.raw("<p class=\"soft\">").text(page.say("只列最新的。", "The newest only.")).raw("</p>\n");
}

// The newest series of an engine; null: none looks at this keyword.
const BoardPlace* place_on(const BoardKeyword& keyword, const std::string& engine) {
  const BoardPlace* newest = nullptr;
  for (const BoardPlace& place : keyword.places) {
    if (place.series.engine != engine) continue;
    if (newest == nullptr || place.look.at > newest->look.at) newest = &place;
  }
  return newest;
}

void unmeasured(Html& html, const BoardPlace* place, Date today, const PageContext& page) {
  html.raw("<span class=\"unknown\">").text(page.say("未测", "not measured")).raw("</span>");
  if (place == nullptr) return;
  // Either this look measured nothing, or it is too old to speak.
  const RankLook* before = nullptr;
  if (place->last_measured) before = &*place->last_measured;
  if (place->look.state != RankState::kUnmeasured) before = &place->look;
  if (before == nullptr) return;
  html.raw("<div class=\"soft\">").text(page.say("上次 ", "last "));
  html.text(day_words(*before, today)).raw(" ").text(place_words(page.lang, *before));
  html.raw("</div>");
}

void place_cell(Html& html, const BoardPlace* place, std::string_view name, Date today,
                const PageContext& page) {
  cell(html, name);
  if (place == nullptr || planning::state_on(place->look, today) == RankState::kUnmeasured) {
    unmeasured(html, place, today, page);
    html.raw("</td>");
    return;
  }
  const RankLook& look = place->look;
  if (look.state == RankState::kRanked && look.position <= kFirstPage) {
    html.raw("<b class=\"ok\">");
  } else {
    html.raw("<b>");
  }
  html.text(place_words(page.lang, look)).raw("</b>");
  if (place->move) {
    html.raw(" <span class=\"").text(is_rise(*place->move) ? "ok" : "mend").raw("\">");
    html.text(move_words(page.lang, *place->move)).raw("</span>");
  }
  html.raw("<div class=\"soft\">").text(page.say("首页占位 ", "page one: "));
  html.number(place->first_page).raw(" · ").text(day_words(look, today)).raw("</div>");
  if (place->wrong_page) {
    html.raw("<div class=\"tag mend\">").text(page.say("目标页不符", "not the page meant"));
    html.raw("</div>");
  }
  html.raw("</td>");
}

void board(Html& html, const RanksPage& data, const PageContext& page) {
  html.raw("<h2>").text(page.say("每个关键词", "Every keyword")).raw("</h2>\n");
  const std::vector<std::string> columns = columns_of(data);
  html.raw("<div class=\"scroll\"><table class=\"stack\"><thead><tr><th scope=\"col\">");
  html.text(page.say("关键词", "keyword")).raw("</th>");
  for (const std::string& engine : columns) {
    html.raw("<th scope=\"col\">").text(engine_name(page.lang, engine, page.names));
    html.raw("</th>");
  }
  html.raw("</tr></thead><tbody>\n");
  const Date today = page.zone.date_of(page.now);
  for (const BoardKeyword& keyword : data.board.keywords) {
    html.raw("<tr><th scope=\"row\"><a href=\"");
    html.text(page.link(fmt::format("/keywords/{}", keyword.id.value))).raw("\">");
    html.foreign(keyword.text, 40).raw("</a><div class=\"soft\">");
    html.text(page.say("优先级 ", "priority ")).number(keyword.priority).raw("</div></th>");
    for (const std::string& engine : columns)
      place_cell(html, place_on(keyword, engine), engine_name(page.lang, engine, page.names), today,
                 page);
    html.raw("</tr>\n");
  }
  html.raw("</tbody></table></div>\n<p class=\"soft\">");
  html.text(page.say(
      "名次：公司自己的网站在自然结果里排第几。“未进前 50”：结果读到第 50 "
      "位，没有公司网站。“未测”：没有可信的结果，不知道排第几，不计入"
      "任何数字。首页占位：第一页里有几条是同事发布的内容。",
      "Place: of the company's own sites among the organic rows. “Not in the top 50”: the list "
      "was read down to place 50 without them. “Not "
      "measured”: nobody knows, and it is in no figure. Page one: how many of its rows are our "
      "colleagues' work."));
  html.raw("</p>\n");
  if (!data.board.next) return;
  html.raw("<p><a href=\"");
  html.text(page.link("/ranks", fmt::format("after={}", data.board.next->value)));
  html.raw("\">").text(page.say("更多关键词 →", "more keywords →")).raw("</a></p>\n");
}

}  // namespace

std::string ranks_page(const RanksPage& data, const PageContext& page) {
  Html html;
  begin_page(html, page, page.say("关键词排名", "Keyword ranks"));
  html.raw("<p><a class=\"back\" href=\"").text(page.link("")).raw("\">");
  html.text(page.say("← 返回总览", "← overview")).raw("</a></p>\n<h1>");
  html.text(page.say("关键词排名", "Keyword ranks")).raw("</h1>\n<p class=\"soft\">");
  html.text(page.say("团队的结果，由搜索引擎决定，不评价个人。",
                     "The team's result, decided by the engines; it judges nobody."));
  html.raw("</p>\n");
  health_banner(html, page);
  if (columns_of(data).empty()) {
    html.raw("<p class=\"panel\">");
    html.text(page.say(
        "还没有接入搜索引擎，所以没有排名。管理员在配置里接入一个数据源后，这里会自动有数据。",
        "No search engine is connected. Places appear here once the operator has "
        "configured a provider."));
    html.raw("</p>\n");
  } else if (data.board.keywords.empty()) {
    html.raw("<p class=\"panel\">");
    html.text(page.say("词库是空的。管理员加入关键词后开始测。",
                       "The keyword library is empty. Looks begin once it has keywords."));
    html.raw("</p>\n");
  } else {
    figures(html, data, page);
    movers(html, data, page);
    board(html, data, page);
  }
  end_page(html, page);
  return html.take();
}

}  // namespace vouch::web
