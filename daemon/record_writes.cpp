#include "daemon/record_writes.h"

#include <algorithm>

#include <fmt/format.h>

#include "daemon/audited.h"
#include "store/records.h"

namespace vouch::daemon {
namespace {

Result<std::vector<config::RecordText>> everything(store::Connection& db, const Zone& zone) {
  auto versions = all_versions(db);
  if (!versions) return tl::unexpected(versions.error());
  std::vector<config::RecordText> texts;
  for (const store::RecordVersion& version : *versions) texts.push_back(as_text(version, zone));
  return texts;
}

// One a line: a file is mended in one go.
std::string all_of(const std::vector<config::Problem>& problems) {
  constexpr std::size_t kMost = 20;
  std::string text;
  for (std::size_t i = 0; i < std::min(problems.size(), kMost); ++i)
    text += (i == 0 ? "" : "\n") + problems[i].text();
  if (problems.size() > kMost) text += fmt::format("\n... {} in all", problems.size());
  return text;
}

Status acceptable(const std::vector<config::RecordText>& texts, Date today) {
  const auto records = config::records_in_force(texts, today);
  if (!records) return tl::unexpected(records.error());
  const std::vector<config::Problem> lacks = config::check_completeness(texts, today);
  if (!lacks.empty()) return fail(ErrorCode::kInvalid, lacks.front().text());
  return {};
}

const config::RecordText* newest_of(const std::vector<config::RecordText>& texts,
                                    const config::RecordText& like) {
  const config::RecordText* newest = nullptr;
  for (const config::RecordText& text : texts) {
    if (text.kind != like.kind || text.key != like.key) continue;
    if (newest == nullptr || text.revision > newest->revision) newest = &text;
  }
  return newest;
}

}  // namespace

Result<web::ImportedRecords> write_records(store::WriteContext& context, const web::Actor& actor,
                                           const Rulebook& rules,
                                           const web::ImportRecords& request) {
  const Zone& zone = rules.calendar.zone();
  const config::LoadedRecords loaded = config::load_records_text(request.toml, request.file_name);
  if (!loaded.ok()) return fail(ErrorCode::kInvalid, all_of(loaded.problems), "toml");
  if (loaded.texts.empty()) {
    return fail(ErrorCode::kInvalid, "the file holds no record ([[platform]], [[policy]], ...)",
                "toml");
  }
  const auto present = everything(context.db, zone);
  if (!present) return tl::unexpected(present.error());

  WorkProgress nobody_follows;
  WorkProgress& progress = request.progress ? *request.progress : nobody_follows;
  progress.total = std::ssize(loaded.texts);
  web::ImportedRecords answer;
  std::vector<config::RecordText> fresh;
  for (const config::RecordText& text : loaded.texts) {
    const config::RecordText* before = newest_of(*present, text);
    const std::string kind(config::to_string(text.kind));
    if (before != nullptr && before->revision >= text.revision) {
      answer.unchanged.push_back(fmt::format("{} {}: revision {} is not higher than {}", kind,
                                             text.key, text.revision, before->revision));
      ++progress.done;
      continue;
    }
    answer.changes.push_back({kind, text.key, before == nullptr ? 0 : before->revision,
                              text.revision, before == nullptr ? "" : before->text, text.text});
    fresh.push_back(text);
  }
  std::vector<config::RecordText> merged = *present;
  merged.insert(merged.end(), fresh.begin(), fresh.end());
  if (const Status good = acceptable(merged, zone.date_of(context.now)); !good) {
    return tl::unexpected(good.error());
  }
  if (request.dry_run) return answer;

  for (const config::RecordText& text : fresh) {
    const auto added =
        store::records::insert_if_newer(context.db, as_version(text, zone, context.now));
    if (!added) return tl::unexpected(added.error());
    const Status noted = audited(context, actor, "record.import",
                                 fmt::format("{}:{}", config::to_string(text.kind), text.key));
    if (!noted) return tl::unexpected(noted.error());
    ++progress.done;
  }
  return answer;
}

}  // namespace vouch::daemon
