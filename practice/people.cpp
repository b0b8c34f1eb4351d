#include "practice/people.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <thread>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "practice/reports.h"

namespace vouch::practice {
namespace {

namespace json = boost::json;

constexpr std::chrono::milliseconds kTurn{1};
constexpr std::chrono::milliseconds kRetry{20};
constexpr int kSecondsASecond = 60;  // after the end

bool is_final(int status) {
  return status != 0 && status != 429 && status < 500;
}

}  // namespace

People::People(const World& world, const Ports& ports, const std::filesystem::path& folder,
               const MomentFile& clock, MomentFile& world_next, Town& town)
    : world_(world),
      api_(ports.vouchd, (folder / "state" / "vouchd.sock").string()),
      folder_(folder),
      clock_(clock),
      world_next_(world_next),
      town_(town) {}

Result<std::unique_ptr<People>> People::open(const std::filesystem::path& folder,
                                             const World& world, const Ports& ports,
                                             const MomentFile& clock, MomentFile& world_next,
                                             Town& town) {
  std::unique_ptr<People> people(new People(world, ports, folder, clock, world_next, town));
  auto accounts = accounts_of(folder, world);
  if (!accounts) return tl::unexpected(accounts.error());
  people->accounts_ = std::move(*accounts);
  if (auto read = people->remember(folder / "acts.jsonl"); !read)
    return tl::unexpected(read.error());
  auto journal = Journal::open(folder / "acts.jsonl");
  if (!journal) return tl::unexpected(journal.error());
  people->journal_ = std::move(*journal);
  return people;
}

Status People::remember(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string line;
  while (std::getline(in, line)) {
    boost::system::error_code error;
    const json::value value = json::parse(line, error);
    if (error || !value.is_object()) continue;
    const auto act = value.at("act").to_number<std::size_t>();
    if (act >= world_.acts.size())
      return fail(ErrorCode::kCorrupt, "an act that this script does not have", file.string());
    done_.insert(act);
    if (world_.acts[act].when_asked) town_.done(world_.acts[act].name);
    for (const json::value& claim : value.at("claims").as_array())
      ids_[claim.at("n").to_number<std::size_t>()] = claim.at("id").as_int64();
  }
  return {};
}

std::size_t People::number(const Act& act) const {
  return static_cast<std::size_t>(&act - world_.acts.data());
}

const Act* People::next() const {
  for (const Act& act : world_.acts) {
    if (!act.when_asked && !done_.contains(number(act))) return &act;
  }
  return nullptr;
}

void People::run(Doors& doors, AfterTheEnd after, const std::atomic<bool>& stop) {
  while (!stop) {
    do_wanted(stop);
    const Act* act = next();
    const bool at_the_end = act == nullptr || act->kind == ActKind::kEnd;
    const Time now = clock_.time();
    doors.keep(now);
    Time moment = at_the_end ? world_.end : act->at;
    if (const auto door = doors.next(now)) moment = std::min(moment, *door);
    world_next_.store(to_millis(moment));
    if (now < moment) {
      std::this_thread::sleep_for(kTurn);
    } else if (!at_the_end) {
      perform(*act, stop);
    } else {
      const auto written = write_file(folder_ / "done", to_rfc3339(clock_.time()) + "\n");
      if (written) break;
    }
  }
  auto turn = std::chrono::steady_clock::now();
  while (!stop) {  // what a look asks for after the end is still answered
    do_wanted(stop);
    if (after == AfterTheEnd::kGoesOn) {
      const auto real = std::chrono::steady_clock::now() - turn;
      turn += real;
      const Time reached = std::max(from_millis(world_next_.load()), clock_.time());
      world_next_.store(
          to_millis(reached + std::chrono::duration_cast<Millis>(real * kSecondsASecond)));
    }
    std::this_thread::sleep_for(kRetry);
  }
}

void People::do_wanted(const std::atomic<bool>& stop) {
  for (const std::string& name : town_.wanted()) {
    for (const Act& act : world_.acts) {
      if (act.name != name || !act.when_asked || done_.contains(number(act))) continue;
      if (perform(act, stop)) town_.done(name);
    }
  }
}

bool People::perform(const Act& act, const std::atomic<bool>& stop) {
  while (!stop) {
    const Answered answered = attempt(act);
    if (is_final(answered.status)) {
      write_down(act, answered);
      return true;
    }
    std::this_thread::sleep_for(kRetry);
  }
  return false;
}

void People::write_down(const Act& act, const Answered& answered) {
  json::array claims;
  for (const auto& [n, id] : answered.claims) {
    ids_[n] = id;
    claims.push_back(json::object{{"n", n}, {"id", id}});
  }
  json::object line{{"at", to_rfc3339(clock_.time())}, {"act", number(act)},
                    {"kind", to_string(act.kind)},     {"who", act.who},
                    {"status", answered.status},       {"claims", std::move(claims)},
                    {"returned", answered.returned}};
  if (!answered.problem.empty()) line["problem"] = answered.problem;
  journal_->line(json::serialize(line));
  done_.insert(number(act));
}

People::Answered People::attempt(const Act& act) {
  switch (act.kind) {
    case ActKind::kSetUp:
      return set_up();
    case ActKind::kReport:
      return report(act);
    case ActKind::kAnswer:
      return decide(act, "answer");
    case ActKind::kWaive:
      return decide(act, "waive");
    case ActKind::kWithdraw:
      return decide(act, "withdraw");
    case ActKind::kDispute:
      return dispute(act);
    case ActKind::kCloseDispute:
      return close_dispute(act);
    case ActKind::kEnd:
      break;
  }
  return {};
}

ApiRequest People::request(const Act& act, std::string target, std::string body) const {
  ApiRequest out;
  out.target = std::move(target);
  out.token = world_.person(act.who)->token;
  out.body = std::move(body);
  return out;
}

People::Answered People::send(const ApiRequest& request) const {
  Answered out;
  const auto answer = api_.call(request);
  if (!answer) return out;
  out.status = answer->status;
  if (out.status >= 400) out.problem = request.target + ": " + answer->body;
  return out;
}

// As a real operator does it: over the Unix socket, one thing after another. What is there already
// was made by an earlier try.
People::Answered People::set_up() {
  Answered last;
  last.status = 201;
  for (const SetUpStep& step : set_up_steps(world_)) {
    ApiRequest made;
    made.method = step.method;
    made.target = step.target;
    made.body = step.body;
    const Answered answered = send(made);
    if (!is_final(answered.status)) return answered;
    if (answered.status >= 400 && answered.status != 409) return answered;
  }
  for (const Account& account : accounts_) {
    const Answered let_in = give_password(account);
    if (let_in.status != 200) return let_in;
  }
  return last;
}

People::Answered People::give_password(const Account& account) {
  ApiRequest invite;
  invite.target = "/api/v1/invitations";
  invite.body = json::serialize(json::object{{"login", account.login}});
  const auto invited = api_.call(invite);
  if (!invited) return {};
  boost::system::error_code error;
  const json::value code = json::parse(invited->body, error);
  if (error || invited->status != 201) return Answered{invited->status, {}, 0, invited->body};
  ApiRequest redeem;
  redeem.target = "/api/v1/invitations/" + std::string(code.at("code").as_string());
  redeem.body = json::serialize(json::object{{"password", account.password}});
  return send(redeem);
}

People::Answered People::report(const Act& act) {
  const Person& person = *world_.person(act.who);
  ApiRequest made = request(act, "/api/v1/reports", {});
  made.idempotency_key = fmt::format("practice-{}-{}", world_.seed, number(act));
  if (person.csv) {
    made.target += "?name=" + percent_encode("日报" + act.date + ".csv");
    made.content_type = "text/csv";
    made.body = report_csv(world_, act);
  } else {
    made.body = report_json(world_, act);
  }
  Answered out;
  const auto answer = api_.call(made);
  if (!answer) return out;
  out.status = answer->status;
  if (out.status >= 300) {
    out.problem = answer->body;
    return out;
  }
  boost::system::error_code error;
  const json::value value = json::parse(answer->body, error);
  if (error) return Answered{};
  const std::int64_t first_row = person.csv ? 2 : 1;  // of a file the line, its header is line 1
  for (const json::value& row : value.at("accepted").as_array()) {
    const auto place = static_cast<std::size_t>(row.at("row").as_int64() - first_row);
    if (place < act.claims.size())
      out.claims.emplace_back(act.claims[place], row.at("claim_id").as_int64());
  }
  out.returned = value.at("returned").as_array().size();
  return out;
}

std::string People::claim_target(const Act& act, std::string_view rest) const {
  const auto id = ids_.find(act.claims.front());
  return fmt::format("/api/v1/claims/{}{}", id == ids_.end() ? 0 : id->second, rest);
}

People::Answered People::decide(const Act& act, std::string_view kind) {
  const json::object body{{"kind", kind}, {"reason", act.text}};
  return send(request(act, claim_target(act, "/decisions"), json::serialize(body)));
}

// 409: an earlier try arrived although its answer did not.
People::Answered People::dispute(const Act& act) {
  const json::object body{{"text", act.text}};
  Answered out = send(request(act, claim_target(act, "/disputes"), json::serialize(body)));
  if (out.status == 409) out = Answered{201, {}, 0, {}};
  return out;
}

People::Answered People::close_dispute(const Act& act) {
  ApiRequest asked = request(act, claim_target(act, ""), {});
  asked.method = "GET";
  const auto answer = api_.call(asked);
  if (!answer) return {};
  if (answer->status != 200) return Answered{answer->status, {}, 0, answer->body};
  boost::system::error_code error;
  const json::value claim = json::parse(answer->body, error);
  if (error) return {};
  std::int64_t open = 0;
  std::size_t known = 0;
  for (const json::value& dispute : claim.at("disputes").as_array()) {
    ++known;
    if (dispute.at("state").as_string() == "open") open = dispute.at("id").as_int64();
  }
  if (open == 0) return Answered{known == 0 ? 404 : 200, {}, 0, known == 0 ? "no dispute" : ""};
  const json::object body{{"accept", act.accept}, {"answer", act.text}};
  return send(request(act, fmt::format("/api/v1/disputes/{}/close", open), json::serialize(body)));
}

}  // namespace vouch::practice
