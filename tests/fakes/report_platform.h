// 钉钉日志 and 企业微信汇报 as a stub: it hands out tokens that end, holds to size, span and
// paging, and answers as told where a test wants it. One thread.
#pragma once

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/json.hpp>

#include "crawler/net/http_client.h"

namespace vouch::fakes {

struct KeptReport {
  std::string id;
  std::string author;
  Time at;
  std::vector<std::string> texts;
};

class ReportPlatform final : public crawler::HttpClient {
 public:
  static constexpr const char* kId = "corp-1";
  static constexpr const char* kSecret = "S3cret";

  explicit ReportPlatform(bool wecom) : wecom_(wecom) {}

  std::vector<KeptReport> reports;
  // Whole answers of the reading interfaces, before its own: status and body.
  std::deque<std::pair<int, std::string>> instead;
  int asked = 0;  // readings
  int tokens = 0;
  std::string refused;  // what a question did wrong; empty: nothing
  void end_tokens() { token_.clear(); }

  Task<Exchange> fetch(crawler::FetchRequest request) override {
    const auto executor = co_await boost::asio::this_coro::executor;
    co_await boost::asio::post(executor, boost::asio::use_awaitable);
    const std::pair<int, std::string> answered = answer(request);
    Exchange exchange;
    exchange.hops.emplace_back();
    exchange.hops[0].status = answered.first;
    exchange.hops[0].body = std::make_shared<const std::string>(answered.second);
    co_return exchange;
  }

  static std::string said(int code, boost::json::object more = {}) {
    more["errcode"] = code;
    more["errmsg"] = code == 0 ? "ok" : "refused";
    return boost::json::serialize(more);
  }

 private:
  using Json = boost::json::object;

  std::pair<int, std::string> answer(const crawler::FetchRequest& request) {
    const std::string& path = request.url.path();
    if (path == (wecom_ ? "/cgi-bin/gettoken" : "/gettoken")) {
      token_ = fmt::format("TOKEN-{}", ++tokens);
      return {200, said(0, Json({{"access_token", token_}, {"expires_in", 7200}}))};
    }
    ++asked;
    if (!instead.empty()) {
      const auto first = instead.front();
      instead.pop_front();
      return first;
    }
    const std::string query = request.url.query().value_or("");
    if (token_.empty() || query != "access_token=" + token_) return {200, said(40014)};
    const Json body = boost::json::parse(request.body).as_object();
    if (path == "/topapi/report/list") return {200, dingtalk(body)};
    if (path == "/cgi-bin/oa/journal/get_record_list") return {200, wecom_list(body)};
    if (path == "/cgi-bin/oa/journal/get_record_detail") return {200, wecom_one(body)};
    return {404, "no such interface"};
  }

  std::string wrong(const std::string& what, int code) {
    refused = what;
    return said(code);
  }

  std::vector<KeptReport> between(Time from, Time to) const {
    std::vector<KeptReport> out;
    for (const KeptReport& one : reports) {
      if (from <= one.at && one.at <= to) out.push_back(one);
    }
    return out;
  }

  std::string dingtalk(const Json& body) {
    const std::int64_t size = body.at("size").as_int64();
    if (size > 20) return wrong("size", 40035);
    const auto all = between(from_millis(body.at("start_time").as_int64()),
                             from_millis(body.at("end_time").as_int64()));
    const auto begin = static_cast<std::size_t>(body.at("cursor").as_int64());
    boost::json::array rows;
    std::size_t at = begin;
    for (; at < all.size() && at < begin + static_cast<std::size_t>(size); ++at) {
      boost::json::array contents;
      for (const std::string& text : all[at].texts)
        contents.push_back(Json({{"key", "今日完成"}, {"value", text}, {"type", "1"}}));
      rows.push_back(Json({{"report_id", all[at].id},
                           {"creator_id", all[at].author},
                           {"creator_name", "名" + all[at].author},
                           {"create_time", to_millis(all[at].at)},
                           {"contents", std::move(contents)}}));
    }
    Json result({{"data_list", std::move(rows)}, {"has_more", at < all.size()}});
    if (at < all.size()) result["next_cursor"] = static_cast<std::int64_t>(at);
    return said(0, Json({{"result", std::move(result)}}));
  }

  std::string wecom_list(const Json& body) {
    const std::int64_t from = body.at("starttime").as_int64();
    const std::int64_t to = body.at("endtime").as_int64();
    if (body.at("limit").as_int64() > 100) return wrong("limit", 40058);
    if (to - from > 31 * 86'400) return wrong("span", 40058);
    const auto all = between(from_millis(from * 1000), from_millis(to * 1000 + 999));
    const auto begin = static_cast<std::size_t>(body.at("cursor").as_int64());
    boost::json::array ids;
    std::size_t at = begin;
    for (; at < all.size() && at < begin + 100; ++at) ids.push_back(boost::json::value(all[at].id));
    return said(0, Json({{"journaluuid_list", std::move(ids)},
                         {"next_cursor", static_cast<std::int64_t>(at)},
                         {"endflag", at < all.size() ? 0 : 1}}));
  }

  std::string wecom_one(const Json& body) {
    const std::string id(body.at("journaluuid").as_string());
    for (const KeptReport& one : reports) {
      if (one.id != id) continue;
      boost::json::array contents;
      for (const std::string& text : one.texts)
        contents.push_back(Json({{"control", "Textarea"}, {"value", Json({{"text", text}})}}));
      return said(
          0, Json({{"info", Json({{"journal_uuid", id},
                                  {"report_time", to_millis(one.at) / 1000},
                                  {"submitter", Json({{"userid", one.author}})},
                                  {"apply_data", Json({{"contents", std::move(contents)}})}})}}));
    }
    return said(301'002);
  }

  bool wecom_;
  std::string token_;
};

}  // namespace vouch::fakes
