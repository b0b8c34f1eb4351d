#include <array>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "web/inbox_pages.h"

namespace vouch::web {
namespace {

struct RuleName {
  std::string_view rule;
  std::string_view zh;
  std::string_view en;
};
constexpr std::array<RuleName, kLetterRules.size()> kRuleNames = {{
    {"needs_correction", "需补正", "Needs correction"},
    {"regressed", "掉线", "Went offline"},
    {"index_overdue", "未收录", "Not indexed"},
    {"not_reported", "未提交", "Report missing"},
    {"could_not_check", "无法检测", "Could not check"},
    {"correction", "更正", "Correction"},
    {"system", "检测系统", "The checkers"},
    {"daily", "每日消息", "Daily message"},
    {"weekly", "周报", "Weekly digest"},
    {"escalation", "待主管决定", "Waits for a decision"},
    {"evidence_wanted", "需人工证据", "Pictures wanted"},
    {"plan", "工作计划", "Work plan"},
    {"plan_missing", "未排程", "No plan yet"},
    {"blocker", "需协调", "Help wanted"},
    {"follow_up", "待回访", "Inquiries to follow up"},
}};

bool any_wanted(const PreferencesPage& data, std::string_view rule) {
  for (const ChannelFacts& channel : data.channels) {
    if (data.wants(rule, channel.name)) return true;
  }
  return false;
}

void box(Html& html, const PreferencesPage& data, std::string_view rule,
         const ChannelFacts& channel, const PageContext& page) {
  html.raw("<td><label><input type=\"checkbox\" value=\"1\" name=\"").text(rule).raw("/");
  html.text(channel.name).raw("\"");
  if (data.wants(rule, channel.name)) html.raw(" checked");
  html.raw("><span class=\"aside\">").text(rule_name(page.lang, rule)).raw(" ");
  html.text(channel_name(page.lang, channel)).raw("</span></label></td>");
}

void table(Html& html, const PreferencesPage& data, const PageContext& page) {
  html.raw("<form method=\"post\" enctype=\"multipart/form-data\" action=\"");
  html.text(page.link("/preferences")).raw("\">");
  for (const ChannelFacts& channel : data.channels) {
    html.raw("<input type=\"hidden\" name=\"shown/").text(channel.name);
    html.raw("\" value=\"1\">");
  }
  html.raw("<div class=\"scroll\"><table class=\"ticks\"><thead><tr><th scope=\"col\">");
  html.text(page.say("内容", "About")).raw("</th><th scope=\"col\">");
  html.text(page.say("消息页", "Messages")).raw("</th>");
  for (const ChannelFacts& channel : data.channels) {
    html.raw("<th scope=\"col\">").text(channel_name(page.lang, channel)).raw("</th>");
  }
  html.raw("</tr></thead><tbody>\n");
  for (const std::string_view rule : kLetterRules) {
    html.raw("<tr><th scope=\"row\">").text(rule_name(page.lang, rule));
    if (!any_wanted(data, rule)) {
      html.raw("<div class=\"soft\">");
      html.text(rule == "correction"
                    ? page.say("只发到原通知去过的渠道", "only where the notice went")
                    : page.say("只在消息页，不再另发", "under Messages alone"));
      html.raw("</div>");
    }
    html.raw("</th><td>").text(page.say("总有", "always")).raw("</td>");
    for (const ChannelFacts& channel : data.channels) box(html, data, rule, channel, page);
    html.raw("</tr>\n");
  }
  html.raw("</tbody></table></div><button class=\"save\">").text(page.say("保存", "Save"));
  html.raw("</button></form>\n");
}

}  // namespace

std::string_view rule_name(Lang lang, std::string_view rule) {
  for (const RuleName& name : kRuleNames) {
    if (name.rule == rule) return pick(lang, name.zh, name.en);
  }
  return rule;
}

std::string channel_name(Lang lang, const ChannelFacts& channel) {
  if (channel.kind == ChannelKind::kMail) return std::string(pick(lang, "邮件", "Mail"));
  return channel.name;
}

std::string preferences_page(const PreferencesPage& data, const PageContext& page) {
  Html html;
  begin_page(html, page, page.say("通知方式", "How you are told"));
  html.raw("<p><a class=\"back\" href=\"").text(page.link("/inbox")).raw("\">");
  html.text(page.say("← 消息", "← messages")).raw("</a></p><h1>");
  html.text(page.say("通知方式", "How you are told")).raw("</h1>\n");
  act_message(html, data.message, data.refused);
  reach_banner(html, page);
  html.raw("<p>");
  html.text(page.say(
      "打勾的内容除了放在消息页，还会发到那个渠道。更正会发到原通知去过的每一个渠道，不能关；"
      "一个渠道坏了，信件会改走您的另一个渠道。",
      "What is ticked goes to that channel beside your messages here. A correction goes wherever "
      "the notice went, whatever is ticked; if a channel is broken, letters go by another of "
      "yours."));
  html.raw("</p>\n");
  if (data.channels.empty()) {
    html.raw("<p class=\"panel\">");
    html.text(page.say("您没有别的渠道：信件都在消息页。需要邮件的话，请管理员登记邮箱。",
                       "You have no other channel: letters stand under Messages. For mail, ask the "
                       "operators to enter your address."));
    html.raw("</p>\n");
  } else {
    table(html, data, page);
  }
  html.raw("<p class=\"soft\">");
  html.text(page.say("只有您本人能改。没有发给您的内容，打勾与否都没有影响。",
                     "Nobody but you can change this. What is never sent to you is not affected."));
  html.raw("</p>\n");
  end_page(html, page,
           page.say("链接只属于您本人，请不要转发。",
                    "The link is yours alone; please do not pass it on."));
  return html.take();
}

std::string preferences_json(const PreferencesPage& data) {
  namespace json = boost::json;
  json::array items;
  for (const std::string_view rule : kLetterRules) {
    for (const ChannelFacts& channel : data.channels) {
      items.push_back({{"rule", json::string_view(rule.data(), rule.size())},
                       {"channel", channel.name},
                       {"letters", data.wants(rule, channel.name)}});
    }
  }
  return json::serialize(json::object{{"items", std::move(items)}});
}

}  // namespace vouch::web
