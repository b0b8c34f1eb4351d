#include "engines/ticket.h"

#include <boost/json.hpp>

namespace vouch::engines {
namespace {

namespace json = boost::json;

constexpr std::int64_t kVersion = 1;

const json::value* member(const json::value& value, std::string_view key) {
  const json::object* const object = value.if_object();
  return object == nullptr ? nullptr : object->if_contains(key);
}

bool read_text(const json::value& value, std::string_view key, std::string& out) {
  const json::value* const found = member(value, key);
  if (found == nullptr || !found->is_string()) return false;
  out = std::string(found->get_string());
  return true;
}

tl::unexpected<Error> damaged() {
  return fail(ErrorCode::kCorrupt, "a stored ticket is damaged");
}

}  // namespace

std::vector<Question> Ticket::questions() const {
  std::vector<Question> out;
  for (const TicketTask& task : tasks) {
    out.insert(out.end(), task.questions.begin(), task.questions.end());
  }
  return out;
}

std::string to_text(const Ticket& ticket) {
  json::array tasks;
  for (const TicketTask& task : ticket.tasks) {
    json::array questions;
    for (const Question& question : task.questions)
      questions.emplace_back(json::parse(to_json(question)));
    tasks.emplace_back(json::object{{"id", task.id}, {"questions", std::move(questions)}});
  }
  return json::serialize(json::object{{"ticket", kVersion},
                                      {"provider", ticket.provider},
                                      {"purpose", ticket.purpose},
                                      {"submitted_at", to_millis(ticket.submitted_at)},
                                      {"tasks", std::move(tasks)}});
}

Result<Ticket> parse_ticket(std::string_view text) {
  json::error_code error;
  const json::value root = json::parse(text, error);
  if (error) return damaged();
  const json::value* const version = member(root, "ticket");
  const json::value* const at = member(root, "submitted_at");
  const json::value* const tasks = member(root, "tasks");
  Ticket ticket;
  const bool whole = version != nullptr && *version == kVersion && at != nullptr &&
                     at->is_int64() && tasks != nullptr && tasks->is_array() &&
                     read_text(root, "provider", ticket.provider) &&
                     read_text(root, "purpose", ticket.purpose);
  if (!whole) return damaged();
  ticket.submitted_at = from_millis(at->get_int64());
  for (const json::value& entry : tasks->get_array()) {
    TicketTask task;
    const json::value* const questions = member(entry, "questions");
    if (!read_text(entry, "id", task.id) || questions == nullptr || !questions->is_array()) {
      return damaged();
    }
    for (const json::value& written : questions->get_array()) {
      Result<Question> question = question_from_json(json::serialize(written));
      if (!question) return tl::unexpected(question.error());
      task.questions.push_back(std::move(*question));
    }
    ticket.tasks.push_back(std::move(task));
  }
  return ticket;
}

}  // namespace vouch::engines
