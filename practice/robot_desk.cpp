#include "practice/robot_desk.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/hash.h"

namespace vouch::practice {
namespace {

namespace json = boost::json;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::int64_t kTolerance = 3600;  // seconds
constexpr Millis kTokenLife = seconds(7200);
constexpr Millis kShortLife = minutes(1);
constexpr Millis kRepeats = hours(4);

std::string signature(std::string_view key, std::string_view message) {
  const Sha256Bytes mac = hmac_sha256(key, message);
  return base64_encode(std::string(mac.begin(), mac.end()));
}

HttpAnswer json_answer(json::object body, int status = 200) {
  HttpAnswer answer;
  answer.status = status;
  answer.headers = {{"Content-Type", "application/json"}};
  answer.body = json::serialize(body);
  return answer;
}

// In each platform's own form.
HttpAnswer reply(const RobotPlace& robot, int code, std::string_view said) {
  if (robot.kind == "feishu") return json_answer({{"code", code}, {"msg", said}});
  if (robot.kind == "serverchan") {
    return json_answer({{"code", code}, {"message", said}}, code == 40001 ? 400 : 200);
  }
  return json_answer({{"errcode", code}, {"errmsg", said}});
}

HttpAnswer success(const RobotPlace& robot) {
  if (robot.kind == "feishu") {
    return json_answer({{"code", 0}, {"msg", "success"}, {"data", json::object()}});
  }
  if (robot.kind == "serverchan") {
    return json_answer(
        {{"code", 0}, {"message", ""}, {"data", json::object{{"pushid", "1"}, {"errno", 0}}}});
  }
  if (robot.kind == "wecom_app") {
    return json_answer({{"errcode", 0}, {"errmsg", "ok"}, {"msgid", "m"}});
  }
  return json_answer({{"errcode", 0}, {"errmsg", "ok"}});
}

struct Codes {
  std::string_view kind;
  int busy, too_fast, bad_token, too_long;
};
constexpr Codes kCodes[] = {{"wecom", -1, 45009, 93000, 40058},
                            {"dingtalk", -1, 130101, 300005, 40035},
                            {"feishu", 2200, 11232, 19001, 19002},
                            {"serverchan", 20001, 40001, 40000, 40000},
                            {"wecom_app", -1, 45009, 42001, 45002}};
const Codes& codes_of(const RobotPlace& robot) {
  return *std::find_if(std::begin(kCodes), std::end(kCodes),
                       [&](const Codes& codes) { return codes.kind == robot.kind; });
}

std::string text_at(const json::value& body, std::string_view path) {
  boost::system::error_code error;
  const json::value* const found = body.find_pointer(path, error);
  return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string();
}

// Empty: it is what the robot's owner may send.
std::string wrong_signature(const RobotPlace& robot, Time now, const HttpRequest& request,
                            const json::value& body) {
  if (!robot_signs(robot)) return {};
  const bool feishu = robot.kind == "feishu";
  const std::string stamp = feishu ? text_at(body, "/timestamp") : request.parameter("timestamp");
  const std::string sign = feishu ? text_at(body, "/sign") : request.parameter("sign");
  const std::int64_t moment = std::strtoll(stamp.c_str(), nullptr, 10) / (feishu ? 1 : 1000);
  if (std::llabs(to_millis(now) / 1000 - moment) > kTolerance) return "the timestamp is off";
  const std::string lines = fmt::format("{}\n{}", stamp, kRobotSecret);
  const std::string wanted = feishu ? signature(lines, "") : signature(kRobotSecret, lines);
  return sign == wanted ? std::string() : "the signature does not fit";
}

std::string text_of(const RobotPlace& robot, const json::value& body) {
  if (robot.kind == "dingtalk") return text_at(body, "/markdown/text");
  if (robot.kind == "feishu") return text_at(body, "/content/text");
  if (robot.kind == "serverchan") return text_at(body, "/title") + "\n" + text_at(body, "/desp");
  return text_at(body, "/text/content");
}

bool is_too_long(const RobotPlace& robot, const HttpRequest& request, std::string_view text) {
  if (robot.kind == "feishu") return request.body.size() > 20'480;
  if (robot.kind == "dingtalk") return request.body.size() > 20'000;
  if (robot.kind == "serverchan") return text.size() > 32'768;
  return text.size() > 2048;
}

}  // namespace

std::string robot_person(std::string_view login) {
  std::string out(login);
  if (!out.empty()) out[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(out[0])));
  return out;
}

std::string robot_path(const RobotPlace& robot) {
  if (robot.kind == "wecom") return fmt::format("/cgi-bin/webhook/send?key={}", kRobotKey);
  if (robot.kind == "dingtalk") return fmt::format("/robot/send?access_token={}", kRobotKey);
  if (robot.kind == "feishu") return fmt::format("/open-apis/bot/v2/hook/{}", kRobotKey);
  if (robot.kind == "serverchan") return fmt::format("/{}.send", kRobotKey);
  return "/cgi-bin/message/send";
}

bool robot_signs(const RobotPlace& robot) {
  return robot.kind == "dingtalk" || robot.kind == "feishu";
}

std::string robot_file(const RobotPlace& robot, std::string_view what) {
  return fmt::format("robot-{}-{}", robot.name, what);
}

const RobotPlace* RobotDesk::robot_for(const HttpRequest& request) const {
  for (const RobotPlace& robot : world_.robots) {
    const std::string path = robot_path(robot);
    const std::size_t query = path.find('?');
    if (path.substr(0, query) != request.path()) continue;
    if (query == std::string::npos) return &robot;
    const std::size_t equals = path.find('=', query);
    const std::string name = path.substr(query + 1, equals - query - 1);
    if (request.parameter(name) == path.substr(equals + 1)) return &robot;
  }
  return nullptr;
}

HttpAnswer RobotDesk::give_token(Time now, const HttpRequest& request) {
  if (request.parameter("corpid") != kRobotCompany) {
    return json_answer({{"errcode", 40013}, {"errmsg", "invalid corpid"}});
  }
  if (request.parameter("corpsecret") != kRobotSecret) {
    return json_answer({{"errcode", 40001}, {"errmsg", "invalid credential"}});
  }
  const std::string made = fmt::format("practice-token-{}-{}", ++given_, to_millis(now));
  tokens_[made] = now;
  return json_answer(
      {{"errcode", 0}, {"errmsg", "ok"}, {"access_token", made}, {"expires_in", 7200}});
}

bool RobotDesk::is_token(const RobotPlace& robot, Time now, const std::string& text) {
  const auto found = tokens_.find(text);
  if (found == tokens_.end()) return false;
  const Millis life = world_.has(Trouble::kRobotToken, now, robot.name) ? kShortLife : kTokenLife;
  return now < found->second + life;
}

bool RobotDesk::too_fast(const std::string& who, Time now, const std::vector<Limit>& limits) {
  std::deque<Time>& times = times_[who];
  times.push_back(now);
  while (times.front() + hours(24) <= now) times.pop_front();
  return std::any_of(limits.begin(), limits.end(), [&](const Limit& limit) {
    const auto recent = std::count_if(times.begin(), times.end(),
                                      [&](Time at) { return at > now - limit.span && at <= now; });
    return static_cast<std::size_t>(recent) > limit.most;
  });
}

bool RobotDesk::is_repeat(Time now, const HttpRequest& request) {
  const auto before = said_.find(request.body);
  if (before != said_.end() && now < before->second + kRepeats && now >= before->second) {
    return true;
  }
  said_[request.body] = now;
  return false;
}

// What the platform would say of the message if nothing were wrong in the world.
RobotHeard RobotDesk::read(const RobotPlace& robot, Time now, const HttpRequest& request) {
  const Codes& codes = codes_of(robot);
  RobotHeard heard;
  heard.robot = robot.name;
  const auto refuse = [&](int code, std::string said) {
    heard.problem = std::move(said);
    heard.answer = reply(robot, code, heard.problem);
    return heard;
  };
  if (request.method != "POST") return refuse(codes.too_long, "method is not POST");
  boost::system::error_code error;
  const json::value body = json::parse(request.body, error);
  if (error || !body.is_object()) return refuse(codes.too_long, "the body is no JSON");
  heard.text = text_of(robot, body);
  heard.to = text_at(body, "/touser");
  const std::string wrong = wrong_signature(robot, now, request, body);
  if (!wrong.empty()) return refuse(robot.kind == "feishu" ? 19021 : 310000, wrong);
  if (heard.text.empty()) return refuse(codes.too_long, "there is no text");
  if (is_too_long(robot, request, heard.text)) return refuse(codes.too_long, "too long");
  std::vector<Limit> limits = {{20, minutes(1)}};
  if (robot.kind == "feishu") limits = {{5, seconds(1)}, {100, minutes(1)}};
  if (robot.kind == "serverchan") limits = {{5, hours(24)}};
  if (robot.kind == "wecom_app") {
    const json::object& fields = body.as_object();
    const json::value* const agent = fields.if_contains("agentid");
    if (agent == nullptr || !agent->is_int64() || agent->as_int64() != kRobotAgent) {
      return refuse(40056, "invalid agentid");
    }
    const bool known = std::any_of(robot.users.begin(), robot.users.end(), [&](const auto& login) {
      return robot_person(login) == heard.to;
    });
    if (!known) return refuse(81013, "user & party & tag all invalid");
    limits = {{30, minutes(1)}, {1000, hours(1)}};
  }
  if (too_fast(robot.name + "/" + heard.to, now, limits)) {
    return refuse(codes.too_fast, "too many messages");
  }
  return heard;
}

// True: nothing is taken.
bool RobotDesk::meet_trouble(const RobotPlace& robot, Time now, RobotHeard& heard) const {
  const Codes& codes = codes_of(robot);
  for (const Trouble trouble : {Trouble::kRobotRefuses, Trouble::kRobotTooFast, Trouble::kRobot500,
                                Trouble::kRobotSilent, Trouble::kRobotHtml}) {
    if (!world_.has(trouble, now, robot.name)) continue;
    heard.trouble = to_string(trouble);
    if (trouble == Trouble::kRobotRefuses) heard.answer = reply(robot, codes.busy, "system busy");
    if (trouble == Trouble::kRobotTooFast) heard.answer = reply(robot, codes.too_fast, "too fast");
    if (trouble == Trouble::kRobot500) heard.answer.status = 500;
    if (trouble == Trouble::kRobotSilent) heard.answer.mangle = Mangle::kSilent;
    if (trouble == Trouble::kRobotHtml) {
      heard.answer.headers = {{"Content-Type", "text/html"}};
      heard.answer.body = "<html><body>gateway</body></html>";
    }
    return true;
  }
  return false;
}

RobotHeard RobotDesk::answer(Time now, const HttpRequest& request) {
  const std::lock_guard lock(mutex_);
  RobotHeard nothing;
  if (request.path() == "/cgi-bin/gettoken") {
    nothing.answer = give_token(now, request);
    return nothing;
  }
  const RobotPlace* const robot = robot_for(request);
  if (robot == nullptr) {
    nothing.answer = json_answer({{"errcode", 93000}, {"errmsg", "invalid webhook url"}});
    return nothing;
  }
  if (robot->kind == "wecom_app" && !is_token(*robot, now, request.parameter("access_token"))) {
    nothing.answer = reply(*robot, codes_of(*robot).bad_token, "access_token expired");
    return nothing;
  }
  RobotHeard heard = read(*robot, now, request);
  if (!heard.problem.empty() || meet_trouble(*robot, now, heard)) return heard;
  heard.taken = true;
  heard.shown = robot->kind != "wecom_app" || !is_repeat(now, request);
  heard.answer = success(*robot);
  if (world_.has(Trouble::kRobotDropped, now, robot->name)) {
    heard.trouble = to_string(Trouble::kRobotDropped);
    heard.answer.mangle = Mangle::kReset;
  }
  return heard;
}

}  // namespace vouch::practice
