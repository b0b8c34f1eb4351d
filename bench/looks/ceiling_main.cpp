// The bare ceilings: libcurl multi on one thread with epoll, and as little as possible around it.
//   vouch-bench-ceiling --corpus DIR --job JOB [--pages N] [--at-once 64] [--db FILE] [--etags
//   FILE]
// JOB: raw (inflated by libcurl, thrown away), tree (Gumbo with arena, facts, a row), scan (one
// pass over the bytes, facts, a row), etags (writes FILE), not-modified (asks with FILE's, a row).
// Prints one JSON line.
#include <curl/curl.h>
#include <fmt/format.h>
#include <strings.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <deque>
#include <fstream>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <vector>

#include "bench/looks/ceiling/page.h"
#include "bench/looks/ceiling/rows.h"
#include "bench/looks/measure.h"
#include "bench/looks/tasks.h"

namespace vouch::bench {
namespace {

struct Options {
  std::string corpus, job = "raw", db, etags;
  std::size_t pages = 1'000'000;
  std::size_t at_once = 64;
};

struct Slot {
  CURL* easy = nullptr;
  std::size_t task = 0;
  std::string body, content_type, etag;
  curl_slist* headers = nullptr;
};

class Client {
 public:
  Client(const Options& options, std::vector<Task> tasks)
      : options_(options), tasks_(std::move(tasks)), rows_(options.db) {
    if (options.job == "tree") extract_ = extract_tree;
    if (options.job == "scan") extract_ = extract_scan;
    if (options.job == "not-modified") read_etags();
  }

  Usage run() {
    const Stopwatch watch;
    open();
    while (active_ > 0) turn();
    for (Slot& slot : slots_) {
      curl_easy_cleanup(slot.easy);
      curl_slist_free_all(slot.headers);
    }
    curl_multi_cleanup(multi_);
    close(poll_);
    rows_.finish();
    const Usage usage = watch.read();
    if (options_.job == "etags") write_etags();
    return usage;
  }

  [[nodiscard]] std::size_t pages() const { return tasks_.size(); }
  [[nodiscard]] std::size_t wrong() const { return wrong_; }

 private:
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self) {
    auto* slot = static_cast<Slot*>(self);
    if (slot->task != kDiscard) slot->body.append(data, size * count);
    return size * count;
  }

  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self) {
    auto* slot = static_cast<Slot*>(self);
    const std::string_view line(data, size * count);
    const auto value = [&](std::size_t from) {
      std::string_view text = line.substr(from);
      while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
      while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
      return std::string(text);
    };
    if (same_word(line.substr(0, 13), "content-type:")) slot->content_type = value(13);
    if (same_word(line.substr(0, 5), "etag:")) slot->etag = value(5);
    return line.size();
  }

  static int on_socket(CURL*, curl_socket_t socket, int what, void* self, void* known) {
    auto* client = static_cast<Client*>(self);
    epoll_event event{};
    event.data.fd = socket;
    if (what == CURL_POLL_REMOVE) {
      epoll_ctl(client->poll_, EPOLL_CTL_DEL, socket, &event);
      return 0;
    }
    if ((what & CURL_POLL_IN) != 0) event.events |= EPOLLIN;
    if ((what & CURL_POLL_OUT) != 0) event.events |= EPOLLOUT;
    const int change = known == nullptr ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
    const int other = known == nullptr ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
    if (epoll_ctl(client->poll_, change, socket, &event) != 0)
      epoll_ctl(client->poll_, other, socket, &event);
    curl_multi_assign(client->multi_, socket, client);
    return 0;
  }

  static int on_timer(CURLM*, long milliseconds, void* self) {
    static_cast<Client*>(self)->timeout_ = milliseconds;
    return 0;
  }

  void open() {
    multi_ = curl_multi_init();
    poll_ = epoll_create1(0);
    curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, 1024L);
    curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &on_socket);
    curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &on_timer);
    curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
    slots_.resize(options_.at_once);
    for (Slot& slot : slots_) {
      slot.easy = curl_easy_init();
      curl_easy_setopt(slot.easy, CURLOPT_PRIVATE, &slot);
      curl_easy_setopt(slot.easy, CURLOPT_WRITEFUNCTION, &on_body);
      curl_easy_setopt(slot.easy, CURLOPT_WRITEDATA, &slot);
      curl_easy_setopt(slot.easy, CURLOPT_HEADERFUNCTION, &on_header);
      curl_easy_setopt(slot.easy, CURLOPT_HEADERDATA, &slot);
      curl_easy_setopt(slot.easy, CURLOPT_NOSIGNAL, 1L);
      curl_easy_setopt(slot.easy, CURLOPT_BUFFERSIZE, 65536L);
      curl_easy_setopt(slot.easy, CURLOPT_USERAGENT, "ceiling/1");
      curl_easy_setopt(slot.easy, CURLOPT_PROXY, "");
      curl_easy_setopt(slot.easy, CURLOPT_ACCEPT_ENCODING, "gzip");
      start(slot);
    }
  }

  void turn() {
    epoll_event events[256];
    int running = 0;
    const int wait = timeout_ < 0 ? 1000 : static_cast<int>(timeout_);
    const int count = epoll_wait(poll_, events, 256, wait);
    for (int i = 0; i < count; ++i) {
      int flags = 0;
      if ((events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0) flags |= CURL_CSELECT_IN;
      if ((events[i].events & EPOLLOUT) != 0) flags |= CURL_CSELECT_OUT;
      curl_multi_socket_action(multi_, events[i].data.fd, flags, &running);
    }
    if (count <= 0 || timeout_ == 0)
      curl_multi_socket_action(multi_, CURL_SOCKET_TIMEOUT, 0, &running);
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      const CURLcode code = message->data.result;
      Slot* slot = nullptr;
      curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &slot);
      curl_multi_remove_handle(multi_, slot->easy);
      --active_;
      finish(*slot, code);
      start(*slot);
    }
  }

  void start(Slot& slot) {
    if (next_ >= tasks_.size()) return;
    number_ = next_++;
    slot.task = extract_ == nullptr ? kDiscard : number_;
    task_of_[&slot] = number_;
    slot.body.clear();
    slot.content_type.clear();
    slot.etag.clear();
    const Task& task = tasks_[number_];
    curl_easy_setopt(slot.easy, CURLOPT_URL, task.url.c_str());
    if (const auto etag = etags_.find(task.url); etag != etags_.end()) {
      curl_slist_free_all(slot.headers);
      slot.headers = curl_slist_append(nullptr, ("If-None-Match: " + etag->second).c_str());
      curl_easy_setopt(slot.easy, CURLOPT_HTTPHEADER, slot.headers);
    }
    curl_multi_add_handle(multi_, slot.easy);
    ++active_;
  }

  void finish(Slot& slot, CURLcode code) {
    const Task& task = tasks_[task_of_[&slot]];
    long status = 0;
    curl_easy_getinfo(slot.easy, CURLINFO_RESPONSE_CODE, &status);
    const long wanted = options_.job == "not-modified" ? 304 : 200;
    if (code != CURLE_OK || status != wanted)
      throw std::runtime_error(fmt::format("{}: curl {} status {}", task.url, int{code}, status));
    if (options_.job == "etags") etags_[task.url] = slot.etag;
    Row row;
    row.url = task.url;
    row.status = status;
    row.etag = slot.etag;
    if (extract_ != nullptr) {
      extract_(to_utf8(slot.body, slot.content_type, converted_), page_);
      const Found found = find(page_, task.keyword, task.host);
      row.bytes = slot.body.size();
      row.title = page_.title;
      row.robots = page_.robots;
      row.canonical = page_.canonical;
      row.links = page_.link_count;
      row.text = page_.text.size();
      row.keyword = found.keyword;
      row.link = found.link != nullptr;
      if (found.link != nullptr) {
        row.rel = found.link->rel;
        row.anchor = found.link->text;
      }
      const bool right = row.title == task.title && row.robots == task.robots &&
                         row.canonical == task.canonical && row.links == task.links &&
                         row.keyword == task.has_keyword && row.link == task.has_link;
      if (!right) ++wrong_;
    }
    rows_.push(std::move(row));
  }

  void write_etags() const {
    std::ofstream out(options_.etags);
    for (const auto& [url, etag] : etags_) out << url << '\t' << etag << '\n';
  }

  void read_etags() {
    std::ifstream in(options_.etags);
    for (std::string line; std::getline(in, line);) {
      const std::size_t tab = line.find('\t');
      etags_[line.substr(0, tab)] = line.substr(tab + 1);
    }
  }

  static constexpr std::size_t kDiscard = static_cast<std::size_t>(-1);

  const Options& options_;
  std::vector<Task> tasks_;
  Rows rows_;
  Extract extract_ = nullptr;
  Page page_;
  std::string converted_;
  std::unordered_map<std::string, std::string> etags_;
  std::deque<Slot> slots_;
  std::unordered_map<const Slot*, std::size_t> task_of_;
  CURLM* multi_ = nullptr;
  int poll_ = -1;
  long timeout_ = -1;
  std::size_t active_ = 0;
  std::size_t next_ = 0;
  std::size_t number_ = 0;
  std::size_t wrong_ = 0;
};

Options read_options(int argc, char** argv) {
  Options options;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i];
    const std::string value = argv[i + 1];
    if (name == "--corpus") options.corpus = value;
    if (name == "--job") options.job = value;
    if (name == "--db") options.db = value;
    if (name == "--etags") options.etags = value;
    if (name == "--pages") options.pages = std::stoul(value);
    if (name == "--at-once") options.at_once = std::stoul(value);
  }
  return options;
}

}  // namespace
}  // namespace vouch::bench

int main(int argc, char** argv) {
  using namespace vouch::bench;
  try {
    const Options options = read_options(argc, argv);
    curl_global_init(CURL_GLOBAL_ALL);
    Client client(options, read_tasks(options.corpus, options.pages));
    const Usage usage = client.run();
    fmt::print(
        "{{\"pass\":\"{}\",\"pages\":{},\"wall\":{:.4f},\"cpu\":{:.4f},\"wrong\":{},"
        "\"peak_mb\":{:.1f}}}\n",
        options.job, client.pages(), usage.wall, usage.cpu, client.wrong(),
        peak_memory_megabytes());
    return 0;
  } catch (const std::exception& problem) {
    fmt::print(stderr, "vouch-bench-ceiling: {}\n", problem.what());
    return 1;
  }
}
