#include "practice/town.h"

#include <fstream>
#include <thread>

#include <boost/json.hpp>

#include "core/text.h"
#include "practice/engine_answers.h"
#include "practice/folder.h"
#include "practice/hook_answers.h"
#include "practice/mail_text.h"
#include "practice/result_pages.h"
#include "practice/site_answers.h"
#include "practice/smtp_session.h"

namespace vouch::practice {
namespace {

namespace json = boost::json;

std::string utf8(std::string_view text) {
  return is_valid_utf8(text) ? std::string(text) : to_valid_utf8(text);
}

bool broken(Mangle mangle) {
  return mangle == Mangle::kReset || mangle == Mangle::kEmptyReply || mangle == Mangle::kGarbage ||
         mangle == Mangle::kResetInHead || mangle == Mangle::kSilent;
}

std::string joined(const std::vector<std::string>& list) {
  std::string out;
  for (const std::string& item : list) out += (out.empty() ? "" : ", ") + item;
  return out;
}

SmtpMood mood_at(const World& world, Time now) {
  if (world.has(Trouble::kMailGreylist, now)) return SmtpMood::kGreylist;
  if (world.has(Trouble::kMailRefused, now)) return SmtpMood::kRefuse;
  if (world.has(Trouble::kMailBusy, now)) return SmtpMood::kBusy;
  if (world.has(Trouble::kMailDropped, now)) return SmtpMood::kDrop;
  return SmtpMood::kWell;
}

}  // namespace

Result<std::unique_ptr<Town>> Town::open(const std::filesystem::path& folder, const World& world,
                                         const MomentFile& clock) {
  std::unique_ptr<Town> town(new Town(world, clock));
  if (auto read = town->remember(folder / "access.jsonl"); !read)
    return tl::unexpected(read.error());
  for (const auto& [journal, name] : {std::pair(&town->access_, "access.jsonl"),
                                      {&town->mail_, "mail.jsonl"},
                                      {&town->webhook_, "webhook.jsonl"},
                                      {&town->robot_, "robot.jsonl"}}) {
    auto opened = Journal::open(folder / name);
    if (!opened) return tl::unexpected(opened.error());
    *journal = std::move(*opened);
  }
  return town;
}

// The n-th request of a page stays the n-th after a restart.
Status Town::remember(const std::filesystem::path& access) {
  std::ifstream in(access, std::ios::binary);
  std::string line;
  while (std::getline(in, line)) {
    boost::system::error_code error;
    const json::value value = json::parse(line, error);
    if (error || !value.is_object()) continue;  // the last line of a killed world
    const std::string host(value.at("host").as_string());
    const std::string path(value.at("path").as_string());
    ++requests_[host + path.substr(0, path.find('?'))];
  }
  return {};
}

int Town::count(const std::string& page) {
  const std::lock_guard lock(mutex_);
  return ++requests_[page];
}

void Town::log_access(Time at, const std::string& host, const HttpRequest& request,
                      const HttpAnswer& answer) {
  access_->line(
      json::serialize(json::object{{"at", to_rfc3339(at)},
                                   {"host", utf8(host)},
                                   {"path", utf8(request.target)},
                                   {"agent", utf8(request.header("user-agent"))},
                                   {"status", broken(answer.mangle) ? 0 : answer.status}}));
}

HttpAnswer Town::site(const HttpRequest& request) {
  const Time now = clock_.time();
  const int number = count(request.host + request.path());
  HttpAnswer answer = answer_site(world_, now, request, number);
  log_access(now, request.host, request, answer);
  return answer;
}

HttpAnswer Town::engine(const HttpRequest& request) {
  const Time now = clock_.time();
  if (auto answer = providers_.answer(now, request)) {
    log_access(now, "provider", request, *answer);
    return *answer;
  }
  const std::string_view key = engine_of_host(request.host);
  HttpAnswer answer = key.empty() ? answer_engine(world_, now, request)
                                  : answer_result_page(world_, now, key, request);
  log_access(now, key.empty() ? "engine" : request.host, request, answer);
  return answer;
}

HttpAnswer Town::hook(const HttpRequest& request) {
  const Time now = clock_.time();
  HookTaken taken = answer_hook(world_, now, request, kHookSecret);
  json::object line{{"at", to_rfc3339(now)}, {"id", utf8(taken.id)}, {"body", utf8(request.body)}};
  if (!taken.problem.empty()) line["error"] = taken.problem;
  if (taken.taken || !taken.problem.empty()) webhook_->line(json::serialize(line));
  log_access(now, "hook", request, taken.answer);
  return taken.answer;
}

HttpAnswer Town::robot(const HttpRequest& request) {
  const Time now = clock_.time();
  RobotHeard heard = robots_.answer(now, request);
  if (!heard.robot.empty()) {
    json::object line{{"at", to_rfc3339(now)},    {"robot", heard.robot}, {"to", heard.to},
                      {"text", utf8(heard.text)}, {"taken", heard.taken}, {"shown", heard.shown},
                      {"trouble", heard.trouble}};
    if (!heard.problem.empty()) line["error"] = heard.problem;
    robot_->line(json::serialize(line));
  }
  return heard.answer;
}

std::vector<std::string> Town::wanted() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> names;
  for (const std::string& name : waiting_) {
    if (names.empty() || names.back() != name) names.push_back(name);
  }
  return names;
}

void Town::done(const std::string& act) {
  const std::lock_guard lock(mutex_);
  done_.insert(act);
  changed_.notify_all();
}

void Town::stop() {
  const std::lock_guard lock(mutex_);
  stopping_ = true;
  changed_.notify_all();
}

bool Town::hold(const std::string& act) {
  std::unique_lock lock(mutex_);
  const auto place = waiting_.insert(act);
  changed_.wait(lock, [&] { return stopping_ || done_.contains(act); });
  waiting_.erase(place);
  return !stopping_;
}

// False: the world ends meanwhile.
bool Town::pause(std::chrono::milliseconds span) {
  std::unique_lock lock(mutex_);
  return span.count() <= 0 || !changed_.wait_for(lock, span, [this] { return stopping_; });
}

bool Town::deliver(Connection& connection, const std::vector<Step>& steps) {
  for (const Step& step : steps) {
    if (!step.held_by.empty() && !hold(step.held_by)) return false;
    if (step.after == After::kReset) connection.reset();
    for (int time = 0; time < step.times; ++time) {
      if (!pause(step.pause) || !connection.send(step.bytes)) return false;
    }
    if (step.after != After::kKeep) return false;
  }
  return true;
}

void Town::serve_http(Connection& connection, Answer answer) {
  std::string bytes;
  bool malformed = false;
  while (!malformed) {
    const auto request = take_request(bytes, malformed);
    if (!request) {
      if (malformed || !connection.receive(bytes)) return;
      continue;
    }
    const HttpAnswer answered = (this->*answer)(*request);
    if (!deliver(connection, to_steps(answered, *request)) || !request->keep_alive) return;
  }
}

void Town::serve_sites(Connection& connection) {
  serve_http(connection, &Town::site);
}
void Town::serve_engine(Connection& connection) {
  serve_http(connection, &Town::engine);
}
void Town::serve_hook(Connection& connection) {
  serve_http(connection, &Town::hook);
}

void Town::serve_robots(Connection& connection) {
  serve_http(connection, &Town::robot);
}

void Town::serve_mail(Connection& connection) {
  SmtpSession session;
  if (!connection.send(SmtpSession::greeting())) return;
  std::string bytes;
  while (connection.receive(bytes)) {
    const Time now = clock_.time();
    const SmtpMood mood = mood_at(world_, now);
    const SmtpReply reply = session.feed(bytes, mood);
    bytes.clear();
    for (const ReceivedMail& mail : reply.mails) {
      const MailText read = read_mail(mail.message);
      mail_->line(json::serialize(json::object{{"at", to_rfc3339(now)},
                                               {"from", utf8(mail.from)},
                                               {"to", utf8(joined(mail.to))},
                                               {"message_id", utf8(read.message_id)},
                                               {"date", utf8(read.date)},
                                               {"subject", utf8(read.subject)},
                                               {"text", utf8(read.text)}}));
    }
    if (!connection.send(reply.bytes) || reply.close) return;
  }
}

}  // namespace vouch::practice
