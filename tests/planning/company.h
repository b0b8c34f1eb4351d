// A small company for the tests of planning/: five people, a few platforms, one own site.
#pragma once

#include <string>
#include <vector>

#include "core/text.h"
#include "planning/report_rows.h"

namespace vouch::planning::test {

inline Date day(int month, int day_of_month, int year = 2026) {
  return Date(std::chrono::year(year) / month / day_of_month);
}

struct Company {
  std::vector<User> people;
  std::vector<Platform> platforms;
  std::vector<WorkType> work_types;
  std::vector<Keyword> keywords;
  std::vector<std::string> own_hosts = {"vouch-demo.com"};
  Calendar calendar{Zone::shanghai(), "test"};

  Company() {
    const auto person = [&](std::int64_t id, std::string login, std::string name) {
      User user;
      user.id = UserId{id};
      user.login = std::move(login);
      user.name = std::move(name);
      user.email = user.login + "@vouch-demo.com";
      people.push_back(std::move(user));
    };
    person(1, "zhangsan", "张三");
    person(2, "lisi", "李四");
    person(3, "wangwei1", "王伟");
    person(4, "wangwei2", "王伟");
    const auto platform = [&](std::string key, std::string name, std::string cls,
                              std::vector<std::string> hosts, std::string type) {
      Platform out;
      out.key = std::move(key);
      out.name = std::move(name);
      out.cls = std::move(cls);
      out.hosts = std::move(hosts);
      out.default_work_type = std::move(type);
      platforms.push_back(std::move(out));
    };
    platform("own", "官网", "own", {}, "article_original");
    platform("tieba", "百度贴吧", "forum", {"tieba.baidu.com"}, "forum_post");
    platform("xiaohongshu", "小红书", "closed", {"xiaohongshu.com"}, "social_post");
    platforms.back().live_mode = LiveMode::kAssisted;
    platform("other", "其他", "other", {"*"}, "backlink");
    const auto type = [&](std::string key, std::string name, bool has_url = true) {
      WorkType out;
      out.key = std::move(key);
      out.name = std::move(name);
      out.has_url = has_url;
      work_types.push_back(std::move(out));
    };
    type("article_original", "原创文章");
    type("forum_post", "论坛发帖");
    type("social_post", "社媒发布");
    type("backlink", "外链");
    type("training", "培训", false);
    for (const char* text : {"空气净化器", "净水器哪个牌子好"}) {
      Keyword keyword;
      keyword.text = text;
      keyword.folded = fold(text);
      keywords.push_back(std::move(keyword));
    }
  }

  [[nodiscard]] FileContext file() const {
    return {people, platforms, work_types, keywords, own_hosts};
  }
  // Tuesday 2026-11-24, 18:00 in Shanghai; 张三 hands in.
  [[nodiscard]] RowContext rows() const {
    RowContext out;
    out.people = people;
    out.platforms = platforms;
    out.work_types = work_types;
    out.keywords = keywords;
    out.own_hosts = own_hosts;
    out.calendar = &calendar;
    out.submitted_at = calendar.zone().at(day(11, 24), std::chrono::hours(18));
    out.reporter = UserId{1};
    out.source = "csv";
    return out;
  }
  [[nodiscard]] InputFile read(std::string_view bytes) const {
    return read_report_file(bytes, file());
  }
  [[nodiscard]] Drafts hand_in(std::string_view bytes, RowContext context) const {
    const InputFile read_rows = read(bytes);
    context.idempotency_key = read_rows.idempotency_key;
    return draft_claims(read_rows.rows, context);
  }
};

inline std::vector<DraftClaim> claims_of(const Drafts& drafts) {
  std::vector<DraftClaim> out;
  for (const DraftReport& report : drafts.reports)
    out.insert(out.end(), report.claims.begin(), report.claims.end());
  return out;
}

}  // namespace vouch::planning::test
