#include "engines/providers/data5118.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "engines/api_request.h"

namespace vouch::engines {
namespace {

constexpr int kShallowest = 10;
constexpr int kDeepest = 100;

Result<std::string> address(const Data5118Options& options, Device device) {
  return options.access.address(fmt::format("{}:{}:{}", to_string(options.purpose),
                                            options.access.engine, to_string(device)));
}

// The list is separated by "|".
std::string one_of_list(std::string text, std::string_view instead) {
  std::string out;
  for (const char c : text) {
    if (c == '|') {
      out += instead;
    } else {
      out.push_back(c);
    }
  }
  return out;
}

Result<crawler::FetchRequest> post(const Data5118Options& options, Device device,
                                   const std::vector<Parameter>& form) {
  const Result<std::string> href = address(options, device);
  if (!href) return tl::unexpected(href.error());
  Result<crawler::FetchRequest> request =
      api_post(*href, "application/x-www-form-urlencoded; charset=utf-8", form_text(form),
               options.access.timeout);
  if (request) {
    request->headers.push_back(HeaderField{"Authorization", options.access.authorization()});
  }
  return request;
}

}  // namespace

Result<Data5118Options> Data5118Options::from(const config::ProviderSettings& settings,
                                              const config::ProviderTraits& traits) {
  Result<ApiAccess> access = ApiAccess::from(settings, traits);
  if (!access) return tl::unexpected(access.error());
  Data5118Options out;
  out.access = std::move(*access);
  out.purpose = settings.purpose.value_or(config::Purpose::kIndex);
  if (!traits.serves(settings.engine, out.purpose)) {
    return fail(ErrorCode::kInvalid, fmt::format("provider {}: 5118 has no {} of {}", settings.name,
                                                 to_string(out.purpose), settings.engine));
  }
  return out;
}

Result<crawler::FetchRequest> data5118_post(const Data5118Options& options,
                                            const std::vector<Question>& questions) {
  const bool index = options.purpose == config::Purpose::kIndex;
  const QuestionKind wanted = index ? QuestionKind::kUrl : QuestionKind::kKeyword;
  std::string list;
  int depth = kShallowest;
  Device device = options.access.device;
  for (const Question& question : questions) {
    if (question.kind != wanted) {
      return fail(ErrorCode::kUnsupported,
                  index ? "this key is for URLs" : "this key is for ranks");
    }
    device = options.access.device_of(question);
    depth = std::clamp(question.depth, depth, kDeepest);
    list += (list.empty() ? "" : "|") +
            one_of_list(index ? index_query(question.url) : question.text, index ? "%7C" : " ");
  }
  std::vector<Parameter> form;
  const std::string rows = std::to_string(depth);
  if (index) {
    form.emplace_back("urls", list);
  } else {
    form.emplace_back("keywords", list);
    form.emplace_back("checkrow", rows);
  }
  return post(options, device, form);
}

Result<crawler::FetchRequest> data5118_collect(const Data5118Options& options, Device device,
                                               const std::string& task) {
  const std::vector<Parameter> form = {{"taskid", task}};
  return post(options, device, form);
}

Data5118Provider::Data5118Provider(Data5118Options options, crawler::HttpClient& http,
                                   const WallClock& wall)
    : options_(std::move(options)), http_(http), wall_(wall) {}

// One task for each device and for each batch of the size that one task takes.
Task<Submitted> Data5118Provider::submit(Asking asking) {
  Submitted out;
  Ticket ticket;
  ticket.provider = name();
  ticket.purpose = std::string(to_string(options_.purpose));
  ticket.submitted_at = wall_.now();
  const auto most = static_cast<std::size_t>(traits().batch_of(options_.purpose));
  std::map<Device, std::vector<std::vector<Question>>> batches;
  for (Question& question : asking.questions) {
    auto& of_device = batches[options_.access.device_of(question)];
    if (of_device.empty() || of_device.back().size() == most) of_device.emplace_back();
    of_device.back().push_back(std::move(question));
  }
  std::optional<SearchAnswer> stopped;
  for (auto& entry : batches) {
    for (std::vector<Question>& questions : entry.second) {
      SearchAnswer refusal;
      if (stopped) {
        refusal = *stopped;
      } else {
        if (out.queries > 0 && asking.pause) co_await asking.pause();
        Result<crawler::FetchRequest> request = data5118_post(options_, questions);
        Posted5118 posted;
        if (request) {
          Exchange exchange =
              co_await fetch_hidden(http_, std::move(*request), options_.access.secrets);
          ++out.queries;
          posted = read_5118_post(exchange);
          if (!posted.task.empty()) out.exchanges.push_back(std::move(exchange));
        } else {
          posted.refusal = not_asked(request.error().message);
        }
        if (!posted.task.empty()) {
          out.spent += options_.access.price * static_cast<config::Micros>(questions.size());
          TicketTask task;
          task.id = fmt::format("{}:{}", to_string(entry.first), posted.task);
          task.questions = std::move(questions);
          ticket.tasks.push_back(std::move(task));
          continue;
        }
        refusal = std::move(posted.refusal);
        stopped = refusal;
      }
      std::vector<Answered> none = refuse_all(questions, refusal);
      std::move(none.begin(), none.end(), std::back_inserter(out.answers));
    }
  }
  if (ticket.tasks.empty()) co_return out;
  out.ticket = to_text(ticket);
  out.collect_at = ticket.submitted_at + traits().poll_after;
  co_return out;
}

Task<Collected> Data5118Provider::collect(std::string text) {
  Collected out;
  std::optional<Ticket> ticket = opened(text, name(), out);
  if (!ticket) co_return out;
  const Time now = wall_.now();
  Ticket open = *ticket;
  open.tasks.clear();
  for (TicketTask& task : ticket->tasks) {
    if (task.questions.empty()) continue;
    const std::size_t colon = task.id.find(':');
    const bool mobile = task.id.starts_with(to_string(Device::kMobile));
    const Device device = mobile ? Device::kMobile : Device::kDesktop;
    Result<crawler::FetchRequest> request =
        data5118_collect(options_, device, task.id.substr(colon + 1));
    if (!request) {
      const std::vector<Answered> none =
          refuse_all(task.questions, not_asked(request.error().message));
      out.answers.insert(out.answers.end(), none.begin(), none.end());
      continue;
    }
    const Exchange exchange =
        co_await fetch_hidden(http_, std::move(*request), options_.access.secrets);
    ++out.queries;
    Collected5118 read = read_5118_result(exchange, options_, task.questions);
    if (!read.waiting) {
      std::move(read.answers.begin(), read.answers.end(), std::back_inserter(out.answers));
      continue;
    }
    if (!read.trouble.explanation.empty()) {
      out.reason = read.trouble.reason;
      out.explanation = read.trouble.explanation;
    }
    open.tasks.push_back(std::move(task));
  }
  keep_open(std::move(open), traits(), now, out);
  co_return out;
}

}  // namespace vouch::engines
