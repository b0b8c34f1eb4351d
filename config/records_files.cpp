#include <algorithm>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "config/records.h"

namespace vouch::config {
namespace {

namespace fs = std::filesystem;

void append(std::vector<Problem>& to, std::vector<Problem>&& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

Problem problem_at(const RecordText& record, std::string message) {
  const std::size_t colon = record.origin.rfind(':');
  return Problem{record.origin.substr(0, colon), std::atoi(record.origin.c_str() + colon + 1),
                 std::move(message)};
}

// A later folder's record counts only with a higher revision (design §8); saying nothing would
// leave the operator wondering why an edit has no effect.
void take_over(LoadedRecords& all, std::vector<RecordText>&& later) {
  for (RecordText& record : later) {
    const auto rival = std::find_if(all.texts.begin(), all.texts.end(), [&](const RecordText& old) {
      return old.kind == record.kind && old.key == record.key && old.revision >= record.revision &&
             old.text != record.text;
    });
    if (rival != all.texts.end()) {
      all.warnings.push_back(problem_at(
          record,
          fmt::format("{} \"{}\" is not used: {} has revision {}; raise `revision` above it",
                      to_string(record.kind), record.key, rival->origin, rival->revision)));
      continue;
    }
    all.texts.push_back(std::move(record));
  }
}

// The *.toml of `folder` and of the folders in it, no deeper. A folder named so holds no records
// itself, and reading it would throw.
void list_files(const fs::path& folder, std::vector<fs::path>& files, std::error_code& error) {
  std::vector<fs::path> inner;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    std::error_code ignored;
    if (entry.is_directory(ignored)) {
      inner.push_back(entry.path());
    } else if (entry.path().extension() == ".toml") {
      files.push_back(entry.path());
    }
  }
  for (const fs::path& below : inner) {
    if (error) return;
    for (const auto& entry : fs::directory_iterator(below, error)) {
      std::error_code ignored;
      const bool is_file = entry.path().extension() == ".toml" && !entry.is_directory(ignored);
      if (is_file) files.push_back(entry.path());
    }
  }
}

}  // namespace

LoadedRecords load_records(std::span<const fs::path> folders) {
  LoadedRecords all;
  for (const fs::path& folder : folders) {
    if (folder.empty()) continue;
    std::error_code error;
    std::vector<fs::path> files;
    list_files(folder, files, error);
    if (error) {
      all.problems.push_back(Problem{folder.string(), 0, "cannot be read: " + error.message()});
      continue;
    }
    std::sort(files.begin(), files.end());
    std::vector<RecordText> of_folder;
    for (const fs::path& file : files) {
      std::ifstream in(file, std::ios::binary);
      const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
      if (!in.is_open() || in.bad()) {
        all.problems.push_back(Problem{file.string(), 0, "cannot be read"});
        continue;
      }
      LoadedRecords one = load_records_text(text, file.string());
      append(all.problems, std::move(one.problems));
      append(all.warnings, std::move(one.warnings));
      std::move(one.texts.begin(), one.texts.end(), std::back_inserter(of_folder));
    }
    take_over(all, std::move(of_folder));
  }
  return all;
}

}  // namespace vouch::config
