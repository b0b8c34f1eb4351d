#include "daemon/practice_child.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <set>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>
#include <boost/json.hpp>

namespace vouch::daemon {
namespace {

constexpr std::chrono::seconds kReadyWithin{20};

// The program of this name that lies beside this one; else whatever the PATH finds.
std::filesystem::path neighbour(const char* name) {
  std::error_code error;
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", error);
  const std::filesystem::path beside = self.parent_path() / name;
  return !error && std::filesystem::exists(beside, error) ? beside : std::filesystem::path(name);
}

Result<std::filesystem::path> folder_for(const PracticeWish& wish) {
  std::error_code error;
  if (!wish.dir.empty()) {
    std::filesystem::create_directories(wish.dir, error);
    if (error)
      return fail(ErrorCode::kIo, "cannot create the practice folder: " + error.message(),
                  wish.dir);
    return std::filesystem::absolute(wish.dir);
  }
  std::string pattern = (std::filesystem::temp_directory_path() / "vouch-practice-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) {
    return fail(ErrorCode::kIo, std::string("cannot create a practice folder: ") +
                                    std::strerror(errno));  // NOLINT(concurrency-mt-unsafe)
  }
  return std::filesystem::path(pattern);
}

std::string_view duty(std::string_view role, std::string_view post) {
  static constexpr std::array<std::array<std::string_view, 2>, 8> kDuties = {{
      {"supervisor", "主管 supervisor"},
      {"admin", "管理员 administrator"},
      {"owner", "老板 owner"},
      {"editor", "编辑 editor"},
      {"promoter", "推广 promoter"},
      {"service", "客服 customer service"},
      {"sales", "销售 sales"},
      {"vendor", "外包 vendor"},
  }};
  for (const auto& [key, words] : kDuties) {
    if (key == (role == "employee" ? post : role)) return words;
  }
  return "";
}

// One account of each duty, from D/accounts.json; none where this world lets nobody sign in.
std::string accounts_text(const std::filesystem::path& folder) {
  std::ifstream in(folder / "accounts.json", std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  boost::system::error_code error;
  const boost::json::value accounts = boost::json::parse(text, error);
  std::string out;
  std::set<std::string_view> told;
  if (error || !accounts.is_array()) return out;
  for (const boost::json::value& account : accounts.get_array()) {
    const auto word = [&](const char* key) {
      return std::string_view(account.at(key).as_string());
    };
    const std::string_view words = duty(word("role"), word("post"));
    if (!told.insert(words).second) continue;
    out += fmt::format("                 {:<6} {}   {} {}\n", word("login"), word("password"),
                       words, word("name"));
  }
  return out;
}

}  // namespace

Result<std::unique_ptr<PracticeChild>> PracticeChild::start(const PracticeWish& wish) {
  auto folder = folder_for(wish);
  if (!folder) return tl::unexpected(folder.error());
  const std::filesystem::path world = neighbour("vouch-practice");
  std::vector<std::string> words = {world.string(), "--dir",  folder->string(), "--script",
                                    wish.script,    "--seed", wish.seed,        "--with-parent"};
  const pid_t pid = ::fork();
  if (pid < 0) return fail(ErrorCode::kIo, "cannot start the practice world");
  if (pid == 0) {
    std::vector<char*> pointers;
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    ::execvp(pointers[0], pointers.data());
    std::fprintf(stderr, "cannot run %s\n", pointers[0]);
    ::_exit(127);
  }
  std::unique_ptr<PracticeChild> child(new PracticeChild(pid, *folder));
  const auto deadline = std::chrono::steady_clock::now() + kReadyWithin;
  while (!std::filesystem::exists(*folder / "ready")) {
    int status = 0;
    if (::waitpid(pid, &status, WNOHANG) == pid) {
      child->pid_ = 0;
      return fail(ErrorCode::kUnavailable, "the practice world ended before it was ready");
    }
    if (std::chrono::steady_clock::now() > deadline) {
      return fail(ErrorCode::kTimeout, "the practice world did not get ready");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return child;
}

PracticeChild::~PracticeChild() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGTERM);
  ::waitpid(pid_, nullptr, 0);
}

void greet(const PracticeWish& wish, const std::string& address) {
  std::printf(
      "\n"
      "  Vouch 核验 - practice world 练习环境\n"
      "\n"
      "  Open 打开      %s/\n"
      "  Sign in 登录   login 登录名   password 密码\n"
      "%s"
      "  Status 状态    in a second terminal 另开一个终端:\n"
      "                 %s --socket %s/state/vouchd.sock status\n"
      "  Mails 邮件     %s/mail.jsonl   (webhook.jsonl: events; truth.jsonl: what is really true)\n"
      "\n"
      "  Five employees' week passes in about a minute, then an hour passes in a minute: hand "
      "something in yourself.\n"
      "  五名员工的一周约一分钟走完，之后一分钟过一小时，您自己提交的也会被检测。\n"
      "  Sites that fail and refused messages below are part of the exercise. "
      "下面的故障是练习的一部分。\n"
      "  Ctrl-C ends it. 按 Ctrl-C 结束。\n"
      "\n",
      address.c_str(), accounts_text(wish.dir).c_str(), neighbour("vouch").c_str(),
      wish.dir.c_str(), wish.dir.c_str());
  std::fflush(stdout);
}

}  // namespace vouch::daemon
