// A real store in a temporary directory, a clock that is set by hand, and a small company with one
// claim. For the tests of store/ alone.
#pragma once

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include <unistd.h>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "core/clock.h"
#include "core/hash.h"
#include "core/random.h"
#include "store/claims.h"
#include "store/evidence.h"
#include "store/observations.h"
#include "store/people.h"
#include "store/reports.h"
#include "store/sqlite/control.h"
#include "store/store.h"
#include "store/verdicts.h"
#include "store/warc/record.h"

namespace vouch::store {

// Most tests prove nothing about the disk and would wait for its syncs: they take memory where
// there is some. kDisk: a real one.
enum class Medium { kQuick, kDisk };

class TemporaryFolder {
 public:
  explicit TemporaryFolder(Medium medium = Medium::kQuick) {
    std::filesystem::path parent = std::filesystem::temp_directory_path();
    std::error_code code;
    const std::filesystem::path memory = "/dev/shm";
    constexpr std::uintmax_t kEnough = 256U << 20U;
    if (medium == Medium::kQuick && ::access(memory.c_str(), W_OK) == 0 &&
        std::filesystem::space(memory, code).available > kEnough && !code) {
      parent = memory;
    }
    std::string shape = (parent / "vouch-store-XXXXXX").string();
    path_ = ::mkdtemp(shape.data());
  }
  ~TemporaryFolder() {
    std::error_code code;
    std::filesystem::remove_all(path_, code);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

class HandClock final : public WallClock {
 public:
  [[nodiscard]] Time now() const override { return from_millis(now_.load()); }
  void set(Time now) { now_.store(to_millis(now)); }
  void advance(Millis by) { now_.fetch_add(by.count()); }

 private:
  std::atomic<std::int64_t> now_{1'790'000'000'000};  // 2026-09-21
};

inline std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

inline void write_bytes(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

// Bytes that do not compress, the same for the same seed.
inline std::string noise(std::size_t size, std::uint64_t seed) {
  std::string out;
  while (out.size() < size) {
    seed = mix64(seed + 0x9e3779b97f4a7c15ULL);
    out.append(reinterpret_cast<const char*>(&seed), sizeof(seed));
  }
  out.resize(size);
  return out;
}

inline Hop answered(const std::string& url, const std::string& body, int status = 200,
                    const std::string& more_head = {}) {
  Hop hop;
  hop.url = url;
  hop.request_head = "GET / HTTP/1.1\r\nHost: pages.example\r\n\r\n";
  hop.response_head = fmt::format(
      "HTTP/1.1 {} OK\r\nContent-Type: text/html\r\n{}{}\r\n", status, more_head,
      status == 304 ? std::string() : fmt::format("Content-Length: {}\r\n", body.size()));
  hop.status = status;
  hop.body = std::make_shared<const std::string>(body);
  hop.address = "203.0.113.7:443";
  return hop;
}

inline ClaimId insert_claim(Connection& db, UserId user, ReportId report, const std::string& url) {
  Claim claim;
  claim.report = report;
  claim.user = user;
  claim.work_date = Date(std::chrono::days(20'700));
  claim.work_type = "article";
  claim.platform = "forum";
  claim.raw_url = claim.url = claim.strict_key = claim.loose_key = url;
  claim.site = "pages.example";
  claim.keywords = {"净水器"};
  return claims::insert(db, claim).value();
}

// One employee, one report, one claim; the claim's id.
inline ClaimId insert_company(Connection& db, Time now) {
  User user;
  user.login = "ann";
  user.name = "安";
  const UserId id = people::insert_user(db, user, now).value();
  Report report;
  report.user = id;
  report.date = Date(std::chrono::days(20'700));
  report.submitted_at = now;
  report.source = "csv";
  const ReportId handed_in = reports::insert(db, report).value();
  return insert_claim(db, id, handed_in, "https://pages.example/1");
}

inline Observation seen(ClaimId claim, int look_no, Time at, Outcome outcome = Outcome::kFound,
                        StageKind stage = StageKind::kLive) {
  Observation out;
  out.claim = claim;
  out.stage = Stage{stage, stage == StageKind::kIndex ? "baidu" : ""};
  out.look_no = look_no;
  out.observed_at = at;
  out.outcome = outcome;
  out.reason = outcome == Outcome::kFound      ? Reason::kOk
               : outcome == Outcome::kNotFound ? Reason::kHttp404
                                               : Reason::kTimeout;
  out.provider = "page";
  out.final_url = "https://pages.example/1";
  out.http_status = 200;
  out.detail = "{}";
  return out;
}

class StoreTest : public testing::Test {
 protected:
  explicit StoreTest(Medium medium = Medium::kQuick) : folder_(medium) {}

  [[nodiscard]] StoreOptions options() {
    StoreOptions out;
    out.directory = state();
    out.clock = &clock_;
    out.random = &random_;
    out.quick_check = false;
    return out;
  }
  void open() { open(options()); }
  void open(StoreOptions options) {
    store_.reset();
    auto opened = Store::open(std::move(options));
    ASSERT_TRUE(opened) << opened.error().text();
    store_ = std::move(*opened);
  }
  void close() { store_.reset(); }

  // The claim of the company; made when it is first asked for.
  ClaimId claim() {
    if (!claim_)
      claim_ = write<ClaimId>([](WriteContext& c) -> Result<ClaimId> {
                 return insert_company(c.db, c.now);
               }).value();
    return claim_;
  }

  template <class T>
  Result<T> write(std::function<Result<T>(WriteContext&)> job) {
    return store_->write_now<T>(std::move(job));
  }
  template <class T>
  T read(std::function<Result<T>(Connection&)> job) {
    auto value = store_->read_now<T>(std::move(job));
    EXPECT_TRUE(value) << (value ? "" : value.error().text());
    return value ? std::move(*value) : T{};
  }
  std::int64_t count(const std::string& table) {
    return read<std::int64_t>([table](Connection& db) {
      return db.scalar<std::int64_t>("SELECT count(*) FROM " + table);
    });
  }
  LedgerReport ledger() {
    return read<LedgerReport>([](Connection& db) { return ledger::verify(db); });
  }

  EvidenceId add_evidence(const EvidenceItem& item, EvidenceLane lane = EvidenceLane::kRoutine) {
    return write<EvidenceId>([&](WriteContext& c) { return c.evidence.add(item, lane); }).value();
  }
  // An answer with this body, and an observation that rests on it.
  EvidenceId observe(int look_no, const std::string& body, Outcome outcome = Outcome::kFound,
                     StageKind stage = StageKind::kLive) {
    const ClaimId id = claim();
    Hop hop = answered("https://pages.example/1", body);
    hop.started_at = clock_.now();
    const EvidenceItem item = prepare_evidence(hop, "page", random_);
    const auto lane =
        outcome == Outcome::kNotFound ? EvidenceLane::kNegative : EvidenceLane::kRoutine;
    return write<EvidenceId>([&](WriteContext& c) -> Result<EvidenceId> {
             auto evidence = c.evidence.add(item, lane);
             if (!evidence) return evidence;
             Observation observation = seen(id, look_no, c.now, outcome, stage);
             observation.evidence = {*evidence};
             auto inserted = observations::insert(c.db, observation);
             if (!inserted) return tl::unexpected(inserted.error());
             return evidence;
           })
        .value();
  }

  [[nodiscard]] std::filesystem::path state() const { return folder_.path() / "state"; }
  [[nodiscard]] std::filesystem::path evidence_folder() const { return state() / "evidence"; }
  [[nodiscard]] std::filesystem::path evidence_path(EvidenceId id) {
    return evidence_folder() /
           read<EvidenceRow>([id](Connection& db) { return evidence::find(db, id); }).file;
  }

  TemporaryFolder folder_;
  HandClock clock_;
  SystemRandom random_;
  std::unique_ptr<Store> store_;
  ClaimId claim_;
};

}  // namespace vouch::store
