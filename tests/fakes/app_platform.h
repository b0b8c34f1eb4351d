// 企业微信's and 钉钉's interface for applications as a stub: it hands out tokens that end, knows
// agent, people and size, counts the messages of a minute and keeps duplicates apart. One thread.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/json.hpp>

#include "core/clock.h"
#include "core/robot.h"
#include "crawler/net/http_client.h"

namespace vouch::fakes {

struct PlatformAnswer {
  int status = 200;
  std::string body;
  std::optional<Reason> failure{};
  bool taken = false;  // the message had been accepted all the same
};

class AppPlatform final : public crawler::HttpClient {
 public:
  static constexpr const char* kId = "corp-1";
  static constexpr const char* kSecret = "S3cret+/=";
  static constexpr std::int64_t kAgent = 1000002;

  AppPlatform(RobotKind kind, const WallClock& clock) : kind_(kind), clock_(clock) {}

  // Answers of each interface, given before its own: "token", "send", "result".
  std::map<std::string, std::deque<PlatformAnswer>> instead;
  std::set<std::string> people = {"LiLei", "HanMei"};
  std::set<std::string> unlicensed;
  std::string result_list = "unread_user_id_list";  // where 钉钉 shows a person; empty: nowhere yet
  std::string forbidden_code = "143106";
  int per_minute = 30;                                     // messages to one person
  std::vector<std::pair<std::string, std::string>> shown;  // person and words
  std::vector<std::string> asked;                          // the interfaces, in order
  std::vector<crawler::FetchRequest> requests;
  void end_tokens() { tokens_.clear(); }
  [[nodiscard]] int tokens_given() const { return given_; }

  Task<Exchange> fetch(crawler::FetchRequest request) override {
    const auto executor = co_await boost::asio::this_coro::executor;
    co_await boost::asio::post(executor, boost::asio::use_awaitable);
    Exchange exchange = exchange_of(answer(request));
    requests.push_back(std::move(request));
    co_return exchange;
  }

 private:
  using Json = boost::json::object;

  static Exchange exchange_of(const PlatformAnswer& answer) {
    Exchange exchange;
    exchange.failure = answer.failure;
    exchange.hops.emplace_back();
    if (answer.failure) return exchange;
    exchange.hops[0].status = answer.status;
    exchange.hops[0].body = std::make_shared<const std::string>(answer.body);
    return exchange;
  }
  static PlatformAnswer reply(int code, const std::string& said, Json more = {}) {
    more["errcode"] = code;
    more["errmsg"] = said;
    return {200, boost::json::serialize(more)};
  }
  [[nodiscard]] bool wecom() const { return kind_ == RobotKind::kWecomApp; }
  static std::string decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '%' && i + 2 < text.size()) {
        out.push_back(
            static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16)));
        i += 2;
      } else {
        out.push_back(text[i]);
      }
    }
    return out;
  }
  static std::string value(const crawler::FetchRequest& request, const std::string& name) {
    const std::string query = "&" + request.url.query().value_or("");
    const std::size_t at = query.find("&" + name + "=");
    if (at == std::string::npos) return {};
    const std::size_t from = at + name.size() + 2;
    return decoded(std::string_view(query).substr(from, query.find('&', from) - from));
  }

  PlatformAnswer answer(const crawler::FetchRequest& request) {
    const std::string& path = request.url.path();
    const bool post = request.method == crawler::Method::kPost;
    if (path == (wecom() ? "/cgi-bin/gettoken" : "/gettoken") && !post) {
      return taken("token", [&] { return token(request); });
    }
    if (post && (path == "/cgi-bin/message/send" ||
                 path == "/topapi/message/corpconversation/asyncsend_v2")) {
      return taken("send", [&] { return send(request); });
    }
    if (post && path == "/topapi/message/corpconversation/getsendresult") {
      return taken("result", [&] { return result(request); });
    }
    return {404, "no such interface"};
  }
  PlatformAnswer taken(const std::string& what, const std::function<PlatformAnswer()>& own) {
    asked.push_back(what);
    std::deque<PlatformAnswer>& given = instead[what];
    if (given.empty()) return own();
    const PlatformAnswer first = given.front();
    given.pop_front();
    if (first.taken) own();
    return first;
  }
  PlatformAnswer token(const crawler::FetchRequest& request) {
    if (value(request, wecom() ? "corpid" : "appkey") != kId) {
      return reply(wecom() ? 40013 : 40089, "invalid corpid");
    }
    const std::string secret = value(request, wecom() ? "corpsecret" : "appsecret");
    if (secret != kSecret) {
      return reply(wecom() ? 40001 : 40089, "invalid credential " + secret);
    }
    const std::string made = fmt::format("TOKEN-{}", ++given_);
    tokens_[made] = clock_.now() + std::chrono::seconds(7200);
    return reply(0, "ok", Json({{"access_token", made}, {"expires_in", 7200}}));
  }
  // None: fine.
  std::optional<PlatformAnswer> wrong_token(const crawler::FetchRequest& request) {
    const std::string given = value(request, "access_token");
    const auto known = tokens_.find(given);
    if (known != tokens_.end() && clock_.now() < known->second) return std::nullopt;
    if (wecom()) {
      return known == tokens_.end() ? reply(40014, "invalid access_token " + given)
                                    : reply(42001, "access_token expired");
    }
    return reply(88, "ding talk error[subcode=40014]", Json({{"sub_code", "40014"}}));
  }
  PlatformAnswer send(const crawler::FetchRequest& request) {
    if (auto wrong = wrong_token(request)) return *wrong;
    if (request.body.find("\\u") != std::string::npos) return reply(40033, "invalid charset");
    const Json body = boost::json::parse(request.body).as_object();
    return wecom() ? send_wecom(body, request.body) : send_dingtalk(body);
  }
  bool too_fast(const std::string& person) {
    std::deque<Time>& times = times_[person];
    while (!times.empty() && times.front() + std::chrono::minutes(1) <= clock_.now()) {
      times.pop_front();
    }
    times.push_back(clock_.now());
    return static_cast<int>(times.size()) > per_minute;
  }
  PlatformAnswer send_wecom(const Json& body, const std::string& raw) {
    if (body.at("agentid").as_int64() != kAgent) return reply(40056, "invalid agentid");
    const std::string person(body.at("touser").as_string());
    const std::string words(body.at("text").as_object().at("content").as_string());
    if (words.size() > 2048) return reply(45002, "content size out of limit");
    if (!people.contains(person)) return reply(81013, "user & party & tag all invalid");
    if (unlicensed.contains(person)) {
      return reply(0, "ok", Json({{"unlicenseduser", lower(person)}, {"msgid", "m"}}));
    }
    if (too_fast(person)) return reply(45009, "api freq out of limit");
    const auto before = said_.find(raw);
    const bool check = body.at("enable_duplicate_check").as_int64() == 1;
    const Millis kept = std::chrono::seconds(body.at("duplicate_check_interval").as_int64());
    if (kept > std::chrono::hours(4)) return reply(40035, "interval");
    if (!check || before == said_.end() || clock_.now() - before->second >= kept) {
      shown.emplace_back(person, words);
      said_[raw] = clock_.now();
    }
    return reply(0, "ok", Json({{"msgid", fmt::format("m{}", shown.size())}}));
  }
  PlatformAnswer send_dingtalk(const Json& body) {
    if (body.at("agent_id").as_int64() != kAgent) return reply(70003, "no such agent");
    if (boost::json::serialize(body.at("msg")).size() > 2048) return reply(34016, "too long");
    const std::string person(body.at("userid_list").as_string());
    const std::string words(
        body.at("msg").as_object().at("text").as_object().at("content").as_string());
    const std::int64_t task = ++task_;
    std::string list = result_list;
    if (!people.contains(person)) list = "invalid_user_id_list";
    const bool again = said_.contains(person + "\n" + words);
    if (again || too_fast(person)) list = "forbidden_user_id_list";
    tasks_[task] = {person, list, again ? std::string("143106") : forbidden_code};
    if (list == "unread_user_id_list" || list.empty()) {
      shown.emplace_back(person, words);
      said_[person + "\n" + words] = clock_.now();
    }
    return reply(0, "ok", Json({{"task_id", task}}));
  }
  PlatformAnswer result(const crawler::FetchRequest& request) {
    if (auto wrong = wrong_token(request)) return *wrong;
    const Json body = boost::json::parse(request.body).as_object();
    const auto found = tasks_.find(body.at("task_id").as_int64());
    if (body.at("agent_id").as_int64() != kAgent || found == tasks_.end()) {
      return reply(400002, "no such task");
    }
    const Sent& sent = found->second;
    Json lists;
    if (!sent.list.empty()) lists[sent.list] = boost::json::array({sent.person});
    if (sent.list == "forbidden_user_id_list" && !sent.code.empty()) {
      lists["forbidden_list"] = boost::json::array(
          {boost::json::object({{"code", sent.code}, {"userid", sent.person}, {"count", 1}})});
    }
    // A task that has no end yet ends when it is asked about once more.
    if (sent.list.empty()) found->second.list = late_list;
    return reply(0, "ok", Json({{"send_result", lists}}));
  }
  static std::string lower(std::string text) {
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
  }

  struct Sent {
    std::string person, list, code;
  };
  RobotKind kind_;
  const WallClock& clock_;
  int given_ = 0;
  std::int64_t task_ = 700;
  std::map<std::string, Time> tokens_;
  std::map<std::string, Time> said_;
  std::map<std::string, std::deque<Time>> times_;
  std::map<std::int64_t, Sent> tasks_;

 public:
  std::string late_list;  // where a person is shown from the second question on
};

}  // namespace vouch::fakes
