#include "alerts/app_sender.h"

#include <charconv>
#include <utility>

#include <fmt/format.h>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include "alerts/robot_outgoing.h"

namespace vouch::alerts {
namespace {

constexpr std::string_view kTask = "task ";
constexpr Millis kTaskKnownFor = std::chrono::hours(23);  // the platform answers for 24
constexpr std::size_t kReferenceCharacters = 8;
constexpr Millis kTokenWait = std::chrono::minutes(1);

// "task NUMBER MOMENT": a message that was taken and of which no end is known.
std::string task_note(std::string_view task, Time taken) {
  return fmt::format("{}{} {}", kTask, task, to_millis(taken));
}

struct OpenTask {
  std::string number;
  Time taken;
};
std::optional<OpenTask> open_task(std::string_view note) {
  if (!note.starts_with(kTask)) return std::nullopt;
  note.remove_prefix(kTask.size());
  const std::size_t space = note.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  std::int64_t millis = 0;
  const auto [end, error] =
      std::from_chars(note.data() + space + 1, note.data() + note.size(), millis);
  if (error != std::errc() || end != note.data() + note.size()) return std::nullopt;
  return OpenTask{std::string(note.substr(0, space)), from_millis(millis)};
}

std::string reference_of(const Message& message) {
  const std::size_t size = message.id.size();
  return message.id.substr(size - std::min(size, kReferenceCharacters));
}

SendResult unsendable(std::string detail) {
  SendResult refused;
  refused.outcome = SendOutcome::kDead;
  refused.code = "unsendable";
  refused.detail = std::move(detail);
  return refused;
}

Task<> pause_for(Millis wait) {
  if (wait <= Millis(0)) co_return;
  const auto executor = co_await boost::asio::this_coro::executor;
  boost::asio::steady_timer timer(executor, wait);
  co_await timer.async_wait(boost::asio::use_awaitable);
}

}  // namespace

struct AppSender::Letter {
  RobotText text;
  std::string reference;
  std::string person;
  int attempt = 1;
  bool perhaps_said = false;  // an attempt before may have been taken
  std::string token;
  std::string task;
  Time taken;
};

AppSender::AppSender(crawler::HttpClient& http, const WallClock& clock, AppEndpoint endpoint,
                     std::shared_ptr<AppTokens> tokens, std::vector<Millis> ask_after)
    : http_(http),
      clock_(clock),
      form_(app_form(endpoint.account.kind)),
      endpoint_(std::move(endpoint)),
      tokens_(std::move(tokens)),
      ask_after_(std::move(ask_after)) {}

std::vector<Millis> AppSender::patient() {
  using std::chrono::seconds;
  return {Millis(200), seconds(1), seconds(2), seconds(4), seconds(8)};
}

// What was written for one person goes to that person alone, whoever is listed by now.
const std::string* AppSender::person_of(const Message& message) const {
  for (const auto& [login, person] : endpoint_.users) {
    if (message.address == robot_row_address(endpoint_.name, login)) return &person;
  }
  return nullptr;
}

AppCall AppSender::call_of(const Letter& letter, Step step) const {
  switch (step) {
    case Step::kMessage:
      return form_.message(endpoint_.account, letter.token, letter.person, letter.text,
                           letter.reference, endpoint_.language);
    case Step::kTask:
      return form_.ask_task(endpoint_.account, letter.token, letter.task);
  }
  return {};
}

AppReading AppSender::read(const Letter& letter, Step step, const Exchange& exchange) const {
  switch (step) {
    case Step::kMessage:
      return read_message_reply(form_, endpoint_.account, letter.token, letter.person, exchange,
                                letter.attempt, clock_.now());
    case Step::kTask:
      return read_task_reply(form_, endpoint_.account, letter.token, letter.person, exchange,
                             letter.perhaps_said, clock_.now());
  }
  return {};
}

Task<AppReading> AppSender::take(Letter& letter, Step step) {
  AppReading reading;
  for (int round = 0; round < 2; ++round) {
    const TokenReading token = co_await tokens_->token(letter.attempt);
    if (!token.token) {
      reading.result = token.refused;
      break;
    }
    letter.token = token.token->text;
    auto request = app_request(endpoint_.account, call_of(letter, step));
    if (!request) {
      reading.result = unsendable("the application's address cannot be used");
      break;
    }
    const Exchange exchange = co_await http_.fetch(std::move(*request));
    reading = read(letter, step, exchange);
    if (!reading.renew) co_return reading;
    tokens_->forget(letter.token);
    reading.result.of_channel = true;
    reading.result.retry_after = kTokenWait;
  }
  if (step == Step::kTask) {  // the message was taken all the same
    reading.result.outcome = SendOutcome::kUnknown;
    reading.waits = true;
  }
  co_return reading;
}

Task<SendResult> AppSender::await_task(Letter& letter) {
  SendResult last;
  for (const Millis wait : ask_after_) {
    co_await pause_for(wait);
    AppReading reading = co_await take(letter, Step::kTask);
    last = std::move(reading.result);
    if (reading.waits) continue;
    // A number without its moment is not asked again.
    last.provider_ref = std::string(kTask) + letter.task;
    co_return last;
  }
  last.outcome = SendOutcome::kUnknown;
  last.provider_ref = task_note(letter.task, letter.taken);
  co_return last;
}

Task<SendResult> AppSender::send(Message message) {
  const std::string* const person = person_of(message);
  if (person == nullptr) co_return unsendable("this person is not listed in users any more");
  auto text = robot_text_from_json(message.body);
  if (!text) co_return unsendable(text.error().message);
  Letter letter;
  letter.text = std::move(*text);
  letter.reference = reference_of(message);
  letter.person = *person;
  letter.attempt = message.attempt;
  letter.perhaps_said = message.attempt > 1 &&
                        (message.possible_duplicate || message.state == MessageState::kUnknown);
  const Time now = clock_.now();
  const auto open = open_task(message.provider_ref);
  if (open && form_.ask_task != nullptr && now - open->taken < kTaskKnownFor) {
    letter.task = open->number;
    letter.taken = open->taken;
    co_return co_await await_task(letter);
  }
  AppReading reading = co_await take(letter, Step::kMessage);
  if (reading.task.empty()) co_return std::move(reading.result);
  letter.task = std::move(reading.task);
  letter.taken = clock_.now();
  co_return co_await await_task(letter);
}

Task<std::optional<SendResult>> AppSender::check() {
  const TokenReading token = co_await tokens_->token(1);
  SendResult result = token.refused;
  if (token.token) result = SendResult();
  if (token.token) result.outcome = SendOutcome::kSent;
  co_return std::optional<SendResult>(std::move(result));
}

}  // namespace vouch::alerts
