#include "alerts/robot_sender.h"

#include <algorithm>

#include <fmt/format.h>

#include "alerts/robot_outgoing.h"
#include "alerts/robot_text.h"

namespace vouch::alerts {
namespace {

constexpr std::size_t kLargestReply = 65'536;
constexpr std::size_t kTitleRoom = 200;  // a platform may write the title twice

bool is_this_machine(const Url& url) {
  return url.host() == "localhost" || url.host().ends_with(".localhost") ||
         url.host() == "127.0.0.1" || url.host() == "[::1]";
}

Result<crawler::FetchRequest> request_for(const RobotEndpoint& endpoint, const RobotText& text,
                                          Time now) {
  RobotPost post = endpoint.form->post(endpoint.address, text, endpoint.language, now);
  auto url = Url::parse(post.url);
  if (!url) return fail(ErrorCode::kInvalid, "the robot's address cannot be used");
  crawler::FetchRequest request(std::move(*url), endpoint.private_allowed
                                                     ? crawler::AddressClass::kConfigured
                                                     : crawler::AddressClass::kGuarded);
  request.method = crawler::Method::kPost;
  request.secrecy = crawler::Secrecy::kSecretUrl;
  request.body = std::move(post.body);
  request.headers.push_back({"Content-Type", "application/json; charset=utf-8"});
  request.headers.push_back({"Accept-Encoding", "identity"});  // the reply is read as it comes
  request.limits.timeout = std::chrono::seconds(30);
  request.limits.max_body_bytes = kLargestReply;
  return request;
}

// Rows wait over a reload: what was written for one reader is never sent to another, whoever has
// the robot's name by then.
bool is_for(const Message& row, const RobotEndpoint& endpoint) {
  if (row.address == robot_row_address(endpoint.name, endpoint.user)) return true;
  return row.address == endpoint.name && !row.recipient;
}

SendResult unsendable(std::string detail) {
  SendResult refused;
  refused.outcome = SendOutcome::kDead;
  refused.code = "unsendable";
  refused.detail = std::move(detail);
  return refused;
}

}  // namespace

Result<RobotEndpoint> robot_endpoint(std::string_view name, RobotKind kind,
                                     std::string_view address, std::string_view secret,
                                     bool private_allowed, Language language) {
  const std::string where = fmt::format("[[robot]] {}", name);
  if (is_application(kind)) return fail(ErrorCode::kInvalid, "an application is no robot", where);
  const RobotForm& form = robot_form(kind);
  auto parsed = form.address(address, secret);
  if (!parsed) return fail(ErrorCode::kInvalid, parsed.error().message, where);
  if (parsed->base.scheme() == "http" && !private_allowed && !is_this_machine(parsed->base)) {
    return fail(ErrorCode::kInvalid,
                "messages leave this machine over https only; set private_allowed for an address "
                "inside your own network",
                where);
  }
  return RobotEndpoint{std::string(name), &form, std::move(*parsed), language, private_allowed, {}};
}

RobotSender::RobotSender(crawler::HttpClient& http, const WallClock& clock, RobotEndpoint endpoint)
    : http_(http), clock_(clock), endpoint_(std::move(endpoint)) {}

Batch RobotSender::next_batch(std::span<const Message> rows) const {
  Batch batch{1, rows.front()};
  std::vector<RobotText> texts;
  texts.reserve(rows.size());
  for (const Message& row : rows) {
    auto text = robot_text_from_json(row.body);
    const bool alone =
        !text || row.last_code.starts_with(kRefusedTogether) || !is_for(row, endpoint_);
    if (alone) break;
    texts.push_back(std::move(*text));
    if (texts.size() == 1) continue;
    const RobotText one = merged(texts, endpoint_.language);
    if (!fits(one, endpoint_.form->bytes - kTitleRoom, endpoint_.language)) break;
    batch.rows = texts.size();
    batch.message.body = to_json(one);
    batch.message.attempt = std::min(batch.message.attempt, row.attempt);
  }
  return batch;
}

Task<SendResult> RobotSender::send(Message message) {
  if (!is_for(message, endpoint_))
    co_return unsendable("the robot of this name belongs to somebody else now");
  const auto text = robot_text_from_json(message.body);
  if (!text) co_return unsendable(text.error().message);
  auto request = request_for(endpoint_, *text, clock_.now());
  if (!request) co_return unsendable(request.error().message);
  const Exchange exchange = co_await http_.fetch(std::move(*request));
  co_return read_reply(*endpoint_.form, endpoint_.address, exchange, message.attempt, clock_.now());
}

}  // namespace vouch::alerts
