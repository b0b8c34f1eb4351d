// A scripted web: URL -> answers in order, the last one repeating. An unknown path of a known host
// is 404, an unknown host does not resolve. Records every request. One thread.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/clock.h"
#include "crawler/net/http_client.h"

namespace vouch::fakes {

struct Reply {
  int status = 200;
  std::vector<HeaderField> headers;
  std::string body;
  std::optional<Reason> failure;
  bool truncated = false;

  static Reply page(std::string html, std::string content_type = "text/html; charset=utf-8") {
    Reply reply;
    reply.headers.push_back(HeaderField{"Content-Type", std::move(content_type)});
    reply.body = std::move(html);
    return reply;
  }
  static Reply json(std::string text) { return page(std::move(text), "application/json"); }
  static Reply with_status(int status, std::string body = {}) {
    Reply reply = page(std::move(body));
    reply.status = status;
    return reply;
  }
  static Reply redirect(int status, std::string location) {
    Reply reply;
    reply.status = status;
    reply.headers.push_back(HeaderField{"Location", std::move(location)});
    return reply;
  }
  static Reply fail(Reason reason) {
    Reply reply;
    reply.status = 0;
    reply.failure = reason;
    return reply;
  }
  Reply&& header(std::string name, std::string value) && {
    headers.push_back(HeaderField{std::move(name), std::move(value)});
    return std::move(*this);
  }
};

class FakeHttp final : public crawler::HttpClient {
 public:
  explicit FakeHttp(const WallClock* wall = nullptr) : wall_(wall) {}

  // Appends to the URL's script.
  FakeHttp& on(std::string_view url, Reply reply) {
    const Url parsed = Url::parse(url).value();
    hosts_.insert(parsed.host_and_port());
    scripts_[parsed.href_without_fragment()].replies.push_back(std::move(reply));
    return *this;
  }
  // Forgets the URL's script first.
  FakeHttp& now(std::string_view url, Reply reply) {
    scripts_.erase(Url::parse(url).value().href_without_fragment());
    return on(url, std::move(reply));
  }

  Task<Exchange> fetch(crawler::FetchRequest request) override {
    const std::string url = request.url.href_without_fragment();
    const std::string host = request.url.host_and_port();
    Exchange exchange = answer(next_reply(url, host), url, request);
    requests.push_back(std::move(request));
    co_return exchange;
  }

  [[nodiscard]] std::size_t count(std::string_view url) const {
    const std::string href = Url::parse(url).value().href_without_fragment();
    std::size_t found = 0;
    for (const auto& request : requests) found += request.url.href_without_fragment() == href;
    return found;
  }

  std::vector<crawler::FetchRequest> requests;

 private:
  struct Script {
    std::vector<Reply> replies;
    std::size_t next = 0;
  };

  Reply next_reply(const std::string& url, const std::string& host) {
    const auto found = scripts_.find(url);
    if (found == scripts_.end()) {
      return hosts_.contains(host) ? Reply::with_status(404) : Reply::fail(Reason::kDns);
    }
    Script& script = found->second;
    Reply reply = script.replies[script.next];
    if (script.next + 1 < script.replies.size()) ++script.next;
    return reply;
  }

  [[nodiscard]] Exchange answer(Reply reply, const std::string& url,
                                const crawler::FetchRequest& request) const {
    Exchange exchange;
    Hop hop;
    hop.url = url;
    hop.method = request.method == crawler::Method::kPost ? "POST" : "GET";
    hop.started_at = hop.ended_at = wall_ ? wall_->now() : Time{};
    hop.request_head = fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\n\r\n", hop.method,
                                   request.url.path_and_query(), request.url.host_and_port());
    hop.address = "203.0.113.7:443";
    hop.truncated = reply.truncated;
    if (reply.failure) {
      exchange.failure = reply.failure;
      exchange.failure_text = "scripted failure";
    }
    const std::string etag(header_value(reply.headers, "etag"));
    if (reply.status == 200 && !etag.empty() && request.etag == etag) {
      reply.status = 304;
      reply.body.clear();
    }
    exchange.not_modified =
        reply.status == 304 && !(request.etag.empty() && request.last_modified.empty());
    hop.status = reply.status;
    hop.headers = reply.headers;
    if (reply.status != 0) {
      hop.response_head = fmt::format("HTTP/1.1 {} Scripted\r\n", reply.status);
      for (const auto& field : reply.headers) {
        hop.response_head += fmt::format("{}: {}\r\n", field.name, field.value);
      }
      hop.response_head += "\r\n";
      hop.body = std::make_shared<const std::string>(std::move(reply.body));
    }
    exchange.hops.push_back(std::move(hop));
    return exchange;
  }

  const WallClock* wall_;
  std::map<std::string, Script> scripts_;
  std::set<std::string> hosts_;
};

}  // namespace vouch::fakes
