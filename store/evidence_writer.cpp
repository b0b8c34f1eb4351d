#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "core/log.h"
#include "store/digest.h"
#include "store/evidence.h"
#include "store/ledger.h"
#include "store/warc/gzip.h"
#include "store/warc/record.h"

namespace vouch::store {
namespace {

constexpr std::int64_t kRevisitFrom = 512;              // smaller bodies cost less than a reference
constexpr auto kRevisitWithin = std::chrono::days(30);  // so that files can be disposed of by age

constexpr std::string_view kKnownBody =
    "SELECT e.id, e.url, e.captured_at, e.record_id FROM evidence e "
    "JOIN warc_file f ON f.id = e.warc_file_id "
    "WHERE e.payload_sha256 = $1 AND e.record_type = 'response' AND e.captured_at >= $2 "
    "AND NOT e.truncated AND f.disposed_at IS NULL AND (f.lane = $3 OR f.lane = 'negative') "
    "ORDER BY e.id DESC LIMIT 1";
// The record that holds the body, where the named one refers to it itself.
constexpr std::string_view kReferred =
    "SELECT id, url, captured_at, record_id FROM evidence WHERE id = "
    "(SELECT coalesce(refers_to, id) FROM evidence WHERE id = $1)";
constexpr std::string_view kInsert =
    "INSERT INTO evidence(kind, record_id, record_type, url, captured_at, sha256, payload_sha256, "
    "size, http_status, truncated, refers_to, warc_file_id, byte_offset, byte_length, "
    "request_offset, request_length) "
    "VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) RETURNING id";
constexpr std::string_view kGrow =
    "UPDATE warc_file SET bytes = $2, last_captured_at = CASE WHEN last_captured_at > $3 "
    "THEN last_captured_at ELSE $3 END WHERE id = $1";
constexpr std::string_view kTouchReferred =
    "UPDATE warc_file SET last_captured_at = CASE WHEN last_captured_at > $2 "
    "THEN last_captured_at ELSE $2 END "
    "WHERE id = (SELECT warc_file_id FROM evidence WHERE id = $1)";
constexpr std::string_view kOpenFile =
    "INSERT INTO warc_file(name, lane, opened_at, bytes, last_captured_at) "
    "VALUES($1, $2, $3, 0, $3) RETURNING id";
constexpr std::string_view kCloseFile =
    "UPDATE warc_file SET closed_at = $2 WHERE id = $1 AND closed_at IS NULL";
constexpr std::string_view kNextFileNumber = "SELECT coalesce(max(id), 0) + 1 FROM warc_file";
constexpr std::string_view kFiles =
    "SELECT id, name, lane, opened_at, bytes, closed_at FROM warc_file "
    "WHERE disposed_at IS NULL ORDER BY id";
constexpr std::string_view kDisposedNames =
    "SELECT name FROM warc_file WHERE disposed_at IS NOT NULL";

std::string_view lane_name(EvidenceLane lane) {
  return lane == EvidenceLane::kNegative ? "negative" : "routine";
}

std::chrono::sys_days day_of(Time time) {
  return std::chrono::floor<std::chrono::days>(time);
}

struct Referred {
  EvidenceId id;
  std::string url;
  Time captured_at;
  std::string record_id;
};
Referred read_referred(const Row& row) {
  Referred referred;
  row.read(referred.id, referred.url, referred.captured_at);
  referred.record_id = std::string(row.blob(3));
  return referred;
}

struct LaneFile {  // the file a lane appends to; id 0: none yet
  std::int64_t id = 0;
  std::string name;
  std::int64_t bytes = 0;  // with what is queued
  Time opened_at;
};

struct Queued {  // bytes for one file, in order
  std::int64_t file = 0;
  std::string name;
  std::int64_t offset = 0;
  std::string bytes;
};

struct OpenHandle {
  std::string name;
  std::unique_ptr<AppendFile> file;
};

}  // namespace

struct EvidenceWriter::State {
  Connection& db;
  FileSystem& files;
  Random& random;
  Options options;
  Time now;
  std::array<LaneFile, 2> lanes;
  std::vector<Queued> queue;
  std::vector<OpenHandle> handles;

  // As they were when the group began, and where each file ended that was written to since.
  std::array<LaneFile, 2> lanes_of_group;
  std::map<std::string, std::int64_t> ends_of_group;

  // As they were when the job began.
  std::array<LaneFile, 2> lanes_before;
  std::size_t queue_before = 0;
  std::size_t last_bytes_before = 0;

  [[nodiscard]] std::string path(const std::string& name) const {
    return (options.directory / name).string();
  }

  // Queues one gzip member for the lane's file; returns where it will lie.
  std::int64_t append(LaneFile& lane, std::string_view member) {
    if (queue.empty() || queue.back().file != lane.id ||
        queue.back().offset + static_cast<std::int64_t>(queue.back().bytes.size()) != lane.bytes) {
      queue.push_back({lane.id, lane.name, lane.bytes, {}});
    }
    const std::int64_t offset = lane.bytes;
    queue.back().bytes += member;
    lane.bytes += static_cast<std::int64_t>(member.size());
    return offset;
  }

  Status start_file(LaneFile& lane, EvidenceLane kind) {
    if (lane.id != 0) {
      auto closed = db.run(kCloseFile, lane.id, now);
      if (!closed) return tl::unexpected(closed.error());
    }
    auto number = db.scalar<std::int64_t>(kNextFileNumber);
    if (!number) return tl::unexpected(number.error());
    LaneFile fresh;
    fresh.opened_at = now;
    fresh.name = fmt::format("vouch-{:%Y%m%d}-{:06}-{}.warc.gz",
                             fmt::gmtime(std::chrono::system_clock::to_time_t(now)), *number,
                             lane_name(kind));
    auto id = db.scalar<std::int64_t>(kOpenFile, fresh.name, lane_name(kind), now);
    if (!id) return tl::unexpected(id.error());
    fresh.id = *id;
    lane = fresh;

    const std::vector<warc::Field> fields = {{"WARC-Filename", lane.name},
                                             {"Content-Type", "application/warc-fields"}};
    const std::string block = fmt::format(
        "software: {}\r\nformat: WARC File Format 1.1\r\nconformsTo: "
        "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n",
        options.software);
    append(lane, warc::gzip_member(
                     warc::encode("warcinfo", warc::new_record_id(random), now, fields, block),
                     warc::Packing::kCompressed));
    return {};
  }

  Result<LaneFile*> lane_for(EvidenceLane kind, std::size_t coming) {
    LaneFile& lane = lanes[static_cast<std::size_t>(kind)];
    const bool full = lane.bytes + static_cast<std::int64_t>(coming) > options.roll_bytes;
    if (lane.id == 0 || full || day_of(lane.opened_at) != day_of(now)) {
      auto started = start_file(lane, kind);
      if (!started) return tl::unexpected(started.error());
    }
    return &lane;
  }

  Result<std::optional<Referred>> referred_of(const EvidenceItem& item, EvidenceLane lane) {
    if (item.refers_to) return db.first<Referred>(kReferred, read_referred, item.refers_to);
    if (item.record_type != "response" || item.payload_size < kRevisitFrom || item.truncated) {
      return std::optional<Referred>();
    }
    const std::string digest = hex_to_bytes(item.payload_sha256);
    return db.first<Referred>(kKnownBody, read_referred, Blob{digest},
                              item.captured_at - kRevisitWithin, lane_name(lane));
  }
};

namespace {

std::string revisit_member(const EvidenceItem& item, const Referred& referred) {
  std::vector<warc::Field> fields = {
      {"WARC-Target-URI", warc::target_uri(item.url)},
      {"WARC-IP-Address", item.address},
      {"Content-Type", std::string(warc::kHttpResponse)},
      {"WARC-Profile", std::string(item.refers_to ? warc::kNotModified : warc::kIdenticalPayload)},
      {"WARC-Refers-To", warc::record_urn(referred.record_id)},
      {"WARC-Refers-To-Target-URI", warc::target_uri(referred.url)},
      {"WARC-Refers-To-Date", to_rfc3339(referred.captured_at)},
  };
  if (!item.refers_to) {
    fields.push_back({"WARC-Payload-Digest", warc::sha256_label(item.payload_sha256)});
  }
  return warc::gzip_member(
      warc::encode("revisit", item.record_id, item.captured_at, fields, item.response_head),
      warc::Packing::kCompressed);
}

}  // namespace

EvidenceWriter::EvidenceWriter(Connection& db, FileSystem& files, Random& random, Options options)
    : state_(new State{db, files, random, std::move(options), {}, {}, {}, {}, {}, {}, {}, 0, 0}) {}
EvidenceWriter::~EvidenceWriter() = default;

Result<EvidenceId> EvidenceWriter::add(const EvidenceItem& item, EvidenceLane lane) {
  State& state = *state_;
  if (item.record_member.empty() && !item.record_later) {
    return fail(ErrorCode::kInvalid, "nothing was answered, so there is nothing to keep");
  }
  auto referred = state.referred_of(item, lane);
  if (!referred) return tl::unexpected(referred.error());
  if (item.refers_to && !*referred) {
    return fail(ErrorCode::kNotFound,
                fmt::format("evidence {} does not exist", item.refers_to.value));
  }
  const std::string member = *referred                    ? revisit_member(item, **referred)
                             : item.record_member.empty() ? item.record_later()
                                                          : item.record_member;
  auto file = state.lane_for(lane, item.request_member.size() + member.size());
  if (!file) return tl::unexpected(file.error());

  std::optional<std::int64_t> request_offset;
  std::optional<std::int64_t> request_length;
  if (!item.request_member.empty()) {
    request_offset = state.append(**file, item.request_member);
    request_length = static_cast<std::int64_t>(item.request_member.size());
  }
  const std::int64_t offset = state.append(**file, member);

  const std::string sha256 = hex_to_bytes(item.sha256);
  const std::string payload = hex_to_bytes(item.payload_sha256);
  const EvidenceId refers_to = *referred ? (*referred)->id : EvidenceId{};
  auto id = state.db.scalar<EvidenceId>(
      kInsert, item.kind, Blob{item.record_id},
      *referred ? std::string("revisit") : item.record_type, item.url, item.captured_at,
      Blob{sha256}, Blob{payload}, item.size, item.http_status, item.truncated, refers_to,
      (*file)->id, offset, static_cast<std::int64_t>(member.size()), request_offset,
      request_length);
  if (!id) return id;
  auto grown = state.db.run(kGrow, (*file)->id, (*file)->bytes, item.captured_at);
  if (grown && refers_to) grown = state.db.run(kTouchReferred, refers_to, item.captured_at);
  if (!grown) return tl::unexpected(grown.error());
  auto noted = Ledger(state.db).append("evidence", id->value, item.sha256, item.captured_at);
  if (!noted) return tl::unexpected(noted.error());
  return id;
}

void EvidenceWriter::begin_job(Time now) {
  State& state = *state_;
  state.now = now;
  state.lanes_before = state.lanes;
  state.queue_before = state.queue.size();
  state.last_bytes_before = state.queue.empty() ? 0 : state.queue.back().bytes.size();
}

void EvidenceWriter::undo_job() {
  State& state = *state_;
  state.lanes = state.lanes_before;
  state.queue.resize(state.queue_before);
  if (!state.queue.empty()) state.queue.back().bytes.resize(state.last_bytes_before);
}

void EvidenceWriter::forget() {
  state_->queue.clear();
}

void EvidenceWriter::begin_group() {
  State& state = *state_;
  state.queue.clear();
  state.ends_of_group.clear();
  state.lanes_of_group = state.lanes;
}

Status EvidenceWriter::undo_group() {
  State& state = *state_;
  state.queue.clear();
  state.lanes = state.lanes_of_group;
  for (const auto& [of_group, end] : state.ends_of_group) {
    const std::string& name = of_group;  // clang 14 captures no structured binding
    const std::string path = state.path(name);
    auto undone = end > 0 ? state.files.truncate(path, end) : state.files.remove(path);
    if (!undone) return undone;
    if (end == 0) {
      std::erase_if(state.handles, [&](const OpenHandle& open) { return open.name == name; });
    }
  }
  state.ends_of_group.clear();
  return {};
}

Status EvidenceWriter::flush() {
  State& state = *state_;
  bool created = false;
  std::set<AppendFile*> touched;
  for (const Queued& queued : state.queue) {
    state.ends_of_group.try_emplace(queued.name, queued.offset);  // in order: its first is its end
    auto handle = std::find_if(state.handles.begin(), state.handles.end(),
                               [&](const OpenHandle& open) { return open.name == queued.name; });
    if (handle == state.handles.end()) {
      auto file = state.files.open_append(state.path(queued.name));
      if (!file) return tl::unexpected(file.error());
      created = created || queued.offset == 0;
      state.handles.push_back({queued.name, std::move(*file)});
      handle = std::prev(state.handles.end());
    }
    auto written = handle->file->write_at(queued.offset, queued.bytes);
    if (!written) return written;
    touched.insert(handle->file.get());
  }
  for (AppendFile* file : touched) {
    auto synced = file->sync();
    if (!synced) return synced;
  }
  if (created) {
    auto synced = state.files.sync_directory(state.options.directory.string());
    if (!synced) return synced;
  }
  state.queue.clear();
  std::erase_if(state.handles, [&](const OpenHandle& open) {
    return open.name != state.lanes[0].name && open.name != state.lanes[1].name;
  });
  return {};
}

Result<std::vector<std::string>> EvidenceWriter::recover(Time now) {
  State& state = *state_;
  std::vector<std::string> warnings;
  std::set<std::string> known;
  struct FileRow {
    LaneFile file;
    std::string lane;
    std::optional<Time> closed_at;
  };
  auto rows = state.db.all<FileRow>(kFiles, [](const Row& row) {
    FileRow out;
    row.read(out.file.id, out.file.name, out.lane, out.file.opened_at, out.file.bytes,
             out.closed_at);
    return out;
  });
  if (!rows) return tl::unexpected(rows.error());
  for (const FileRow& row : *rows) {
    known.insert(row.file.name);
    auto size = state.files.size(state.path(row.file.name));
    if (!size && size.error().code != ErrorCode::kNotFound) return tl::unexpected(size.error());
    if (!size || *size < row.file.bytes) {
      warnings.push_back(
          fmt::format("evidence file {} holds {} of {} bytes: put it back from the newest backup",
                      row.file.name, size.value_or(0), row.file.bytes));
      auto closed = state.db.run(kCloseFile, row.file.id, now);
      if (!closed) return tl::unexpected(closed.error());
      continue;
    }
    if (*size > row.file.bytes) {
      auto cut = state.files.truncate(state.path(row.file.name), row.file.bytes);
      if (!cut) return tl::unexpected(cut.error());
    }
    if (!row.closed_at) {
      const auto kind = row.lane == "negative" ? EvidenceLane::kNegative : EvidenceLane::kRoutine;
      state.lanes[static_cast<std::size_t>(kind)] = row.file;
    }
  }
  auto gone = state.db.each(kDisposedNames,
                            [&](const Row& row) { known.insert(std::string(row.text(0))); });
  if (!gone) return tl::unexpected(gone.error());

  std::error_code code;
  for (const auto& entry : std::filesystem::directory_iterator(state.options.directory, code)) {
    const std::string name = entry.path().filename().string();
    if (!entry.is_regular_file() || known.contains(name)) continue;
    // Written by a group that was never committed, or younger than a restored database: nothing
    // that was promised, but evidence is not ours to delete.
    const auto aside = state.options.directory / "unclaimed";
    std::filesystem::create_directories(aside, code);
    std::filesystem::rename(entry.path(), aside / fmt::format("{}-{}", to_millis(now), name), code);
    log::notice("store", "evidence file {} belongs to no committed record: moved to unclaimed/",
                name);
  }
  return warnings;
}

}  // namespace vouch::store
