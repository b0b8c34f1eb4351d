#include <algorithm>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "web/inbox_pages.h"

namespace vouch::web {
namespace {

constexpr std::size_t kLinesShown = 6;  // the others open on demand

std::string list_query(const InboxPage& data) {
  return data.unread_only ? "list=unread" : "";
}

bool is_ours(const InboxLine& line, const PageContext& page) {
  const std::string& base = page.facts.public_url;
  return !base.empty() && line.url.starts_with(base + "/");
}

// An own page opens here and in this language, anything else as a monitored page.
void link_of(Html& html, const InboxLine& line, const PageContext& page) {
  if (!is_ours(line, page)) {
    if (!line.text.empty()) html.foreign(line.text, 500).raw(" ");
    html.outward(line.url);
    return;
  }
  std::string path = line.url.substr(page.facts.public_url.size());
  if (page.lang == Lang::kEn) path += path.find('?') == std::string::npos ? "?lang=en" : "&lang=en";
  html.raw("<a href=\"").text(path).raw("\">");
  html.foreign(line.text.empty() ? page.say("打开", "Open") : std::string_view(line.text), 500);
  html.raw("</a>");
}

void one_line(Html& html, const InboxLine& line, const PageContext& page) {
  html.raw("<p>");
  if (line.url.empty()) {
    html.foreign(line.text, 2000);
  } else {
    link_of(html, line, page);
  }
  html.raw("</p>");
}

// What does not fit opens on demand, but for the first link to the reader's own pages: that is what
// the letter asks for.
void words(Html& html, const std::vector<InboxLine>& lines, const PageContext& page) {
  const auto ours = [&](const InboxLine& line) { return is_ours(line, page); };
  const auto shown =
      lines.begin() + static_cast<std::ptrdiff_t>(std::min(lines.size(), kLinesShown));
  auto asked = lines.end();
  if (std::none_of(lines.begin(), shown, ours)) asked = std::find_if(shown, lines.end(), ours);
  for (auto line = lines.begin(); line != shown; ++line) one_line(html, *line, page);
  if (asked != lines.end()) one_line(html, *asked, page);
  if (lines.end() - shown <= (asked == lines.end() ? 0 : 1)) return;
  html.raw("<details><summary>").text(page.say("全文", "Read all")).raw("</summary>");
  for (auto line = shown; line != lines.end(); ++line) {
    if (line != asked) one_line(html, *line, page);
  }
  html.raw("</details>");
}

void corrected(Html& html, const store::InboxRow& row, const PageContext& page) {
  if (row.corrected.empty()) return;
  html.raw("<p class=\"ok\"><b>");
  const auto count = static_cast<std::int64_t>(row.corrected.size());
  if (row.findings == count) {
    html.text(page.say("已更正：这条通知里的内容已不成立。",
                       "Corrected: what this message says does not hold any more."));
  } else {
    html.text(page.lang == Lang::kZh
                  ? fmt::format("其中 {} 项已更正，不再成立：", count)
                  : fmt::format("Corrected since, {} of {}:", count, row.findings));
  }
  html.raw("</b>");
  for (const ClaimId claim : row.corrected) {
    html.raw(" <a href=\"").text(page.link(fmt::format("/claims/{}", claim.value)));
    html.raw("\">#").number(claim.value).raw("</a>");
  }
  html.raw("</p>");
}

void entry_card(Html& html, const store::InboxRow& row, const InboxPage& data,
                const PageContext& page) {
  const InboxEntry& entry = row.entry;
  const bool unread = !entry.read_at;
  if (unread) {
    html.raw("<li class=\"card letter pending\">");
  } else {
    html.raw("<li class=\"card letter\">");
  }
  html.raw("<div class=\"row\"><span class=\"soft\">");
  html.text(rule_name(page.lang, entry.rule)).raw(" · ").text(page.when(entry.created_at));
  html.raw("</span>");
  if (unread)
    html.raw("<span class=\"tag pending\">").text(page.say("未读", "unread")).raw("</span>");
  html.raw("</div><h3>").foreign(entry.title, 160).raw("</h3>");
  corrected(html, row, page);
  words(html, entry.lines, page);
  if (unread) {
    html.raw("<form class=\"one\" method=\"post\" enctype=\"multipart/form-data\" action=\"");
    html.text(page.link("/inbox/read", list_query(data)));
    html.raw("\"><input type=\"hidden\" name=\"entry\" value=\"").number(entry.id.value);
    html.raw("\"><button>").text(page.say("标为已读", "Mark as read")).raw("</button></form>");
  }
  html.raw("</li>\n");
}

void all_read(Html& html, const InboxPage& data, const PageContext& page) {
  if (data.unread == 0 || data.rows.empty() || data.before) return;
  html.raw("<form class=\"one\" method=\"post\" enctype=\"multipart/form-data\" action=\"");
  html.text(page.link("/inbox/read", list_query(data)));
  html.raw("\"><input type=\"hidden\" name=\"up_to\" value=\"");
  html.number(data.rows.front().entry.id.value).raw("\"><button>");
  html.text(page.say("全部标为已读", "Mark all as read")).raw("</button></form>\n");
}

void filter(Html& html, const InboxPage& data, const PageContext& page) {
  const auto chip = [&](bool here, std::string_view query, std::string_view words) {
    html.raw("<li><a class=\"pending");
    if (here) html.raw(" here");
    html.raw("\" href=\"").text(page.link("/inbox", query)).raw("\">").text(words);
  };
  html.raw("<ul class=\"chips\">");
  chip(!data.unread_only, "", page.say("全部", "All"));
  html.raw("</a></li>");
  chip(data.unread_only, "list=unread", page.say("未读 ", "Unread "));
  html.number(data.unread).raw("</a></li></ul>\n");
}

void pager(Html& html, const InboxPage& data, const PageContext& page) {
  if (!data.next && !data.before) return;
  const std::string list = list_query(data);
  html.raw("<nav class=\"pager\">");
  if (data.before) {
    html.raw("<a href=\"").text(page.link("/inbox", list)).raw("\">");
    html.text(page.say("← 最新", "← newest")).raw("</a>");
  } else {
    html.raw("<span></span>");
  }
  if (data.next) {
    const std::string after = fmt::format("after={}", data.next->value);
    html.raw("<a href=\"");
    html.text(page.link("/inbox", list.empty() ? after : list + "&" + after)).raw("\">");
    html.text(page.say("更早 →", "older →")).raw("</a>");
  }
  html.raw("</nav>\n");
}

}  // namespace

std::string inbox_page(const InboxPage& data, const PageContext& page) {
  Html html;
  begin_page(html, page, page.say("消息", "Messages"));
  html.raw("<p><a class=\"back\" href=\"").text(page.link("")).raw("\">");
  html.text(page.say("← 返回", "← back")).raw("</a></p><div class=\"row\"><h1>");
  html.text(page.say("消息", "Messages")).raw("</h1><a href=\"");
  html.text(page.link("/preferences")).raw("\">");
  html.text(page.say("通知方式", "How you are told")).raw("</a></div>\n");
  act_message(html, data.message, data.refused);
  reach_banner(html, page);
  html.raw("<p class=\"soft\">");
  html.text(page.say("发给您的每一封信都在这里，保留 90 天。",
                     "Every letter to you stands here for 90 days."));
  html.raw("</p>\n");
  filter(html, data, page);
  all_read(html, data, page);
  if (data.rows.empty()) {
    html.raw("<p class=\"panel\">");
    html.text(data.unread_only ? page.say("没有未读的消息。", "Nothing is unread.")
                               : page.say("还没有消息。", "No messages yet."));
    html.raw("</p>\n");
  }
  html.raw("<ul class=\"plain\">\n");
  for (const store::InboxRow& row : data.rows) entry_card(html, row, data, page);
  html.raw("</ul>\n");
  pager(html, data, page);
  end_page(html, page,
           page.say("这些消息只有您本人看得到。链接只属于您本人，请不要转发。",
                    "Only you see these messages. The link is yours alone; please do not pass it "
                    "on."));
  return html.take();
}

std::string inbox_json(const InboxPage& data) {
  namespace json = boost::json;
  json::array items;
  for (const store::InboxRow& row : data.rows) {
    json::array lines;
    for (const InboxLine& line : row.entry.lines)
      lines.push_back({{"text", line.text}, {"url", line.url}});
    json::array claims;
    for (const ClaimId claim : row.corrected) claims.push_back(claim.value);
    json::object item = {{"id", row.entry.id.value},
                         {"rule", row.entry.rule},
                         {"title", row.entry.title},
                         {"lines", std::move(lines)},
                         {"at", to_rfc3339(row.entry.created_at)},
                         {"read_at", nullptr},
                         {"findings", row.findings},
                         {"corrected", std::move(claims)}};
    if (row.entry.read_at) item["read_at"] = to_rfc3339(*row.entry.read_at);
    items.push_back(std::move(item));
  }
  json::object out = {{"items", std::move(items)}, {"unread", data.unread}, {"next", nullptr}};
  if (data.next) out["next"] = data.next->value;
  return json::serialize(out);
}

}  // namespace vouch::web
