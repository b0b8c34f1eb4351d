// What only the machine can answer: secrets, folders, files.
#include <cstdlib>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "config/records.h"
#include "config/settings.h"
#include "tests/config/files.h"

namespace vouch::config {
namespace {

using test::Scratch;

class Disk : public testing::Test {
 protected:
  Loaded load(const std::string& toml) const {
    const auto file = scratch_.write("vouch.toml", toml);
    return load_file(file, Inspect::kOnDisk);
  }
  // A configuration that is fine in this folder, then `more`.
  Loaded fine_and(const std::string& more) const {
    return load("[daemon]\nstate_dir = \"state\"\n" + more);
  }
  static void one_problem(const Loaded& loaded, int line, const std::string& words) {
    ASSERT_EQ(loaded.problems.size(), 1u) << (loaded.ok() ? "" : loaded.problems.back().text());
    EXPECT_EQ(loaded.problems[0].line, line) << loaded.problems[0].text();
    EXPECT_NE(loaded.problems[0].message.find(words), std::string::npos)
        << loaded.problems[0].text();
  }
  Scratch scratch_;
};

const std::string kMail =
    "[mail]\nhost = \"smtp.163.com\"\nfrom = \"a@163.com\"\nusername = \"a\"\n";

TEST_F(Disk, a_folder_that_can_be_made_is_fine_and_not_made) {
  EXPECT_TRUE(fine_and("").ok());
  EXPECT_FALSE(std::filesystem::exists(scratch_.dir() / "state"));
}

TEST_F(Disk, a_missing_file_is_one_clear_line) {
  const Loaded loaded = load_file(scratch_.dir() / "none.toml");
  one_problem(loaded, 0, "does not exist");
  EXPECT_TRUE(loaded.problems[0].text().starts_with(scratch_.dir().string()));
  one_problem(load_file(scratch_.dir()), 0, "cannot be read");
}

TEST_F(Disk, a_state_folder_that_is_a_file_or_stands_behind_one_is_named) {
  scratch_.write("plain", "x");
  one_problem(load("[daemon]\nstate_dir = \"plain\"\n"), 2, "is no directory");
  one_problem(load("[daemon]\n\nstate_dir = \"plain/below\"\n"), 3, "is no directory");
}

TEST_F(Disk, a_state_folder_that_cannot_be_written_is_named) {
  const auto locked = scratch_.dir() / "locked";
  std::filesystem::create_directory(locked);
  std::filesystem::permissions(locked, std::filesystem::perms(0555));
  std::filesystem::permissions(scratch_.dir(), std::filesystem::perms(0755));
  const auto file = scratch_.write(
      "vouch.toml", "[daemon]\nstate_dir = \"" + (locked / "state").string() + "\"\n", 0644);
  // The superuser may write everywhere: ask as somebody else.
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    if (::geteuid() == 0 && ::setuid(65534) != 0) ::_exit(3);
    const Loaded loaded = load_file(file, Inspect::kOnDisk);
    const bool named = loaded.problems.size() == 1 && loaded.problems[0].line == 2 &&
                       loaded.problems[0].message.find("cannot be made in " + locked.string()) !=
                           std::string::npos;
    ::_exit(named ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

TEST_F(Disk, a_missing_secret_is_named_with_its_line) {
  one_problem(fine_and(kMail + "password_file = \"secret\"\n"), 7, "does not exist");
}

TEST_F(Disk, a_secret_that_others_can_read_is_refused_with_the_cure) {
  for (const unsigned mode : {0640u, 0604u, 0620u}) {
    scratch_.write("secret", "abc\n", mode);
    one_problem(fine_and(kMail + "password_file = \"secret\"\n"), 7, "chmod 600");
  }
  scratch_.write("secret", "abc\n", 0600);
  EXPECT_TRUE(fine_and(kMail + "password_file = \"secret\"\n").ok());
}

TEST_F(Disk, an_empty_secret_and_one_of_two_lines_are_refused) {
  scratch_.write("secret", "\n");
  one_problem(fine_and(kMail + "password_file = \"secret\"\n"), 7, "is empty");
  scratch_.write("secret", "a\nb\n");
  one_problem(fine_and(kMail + "password_file = \"secret\"\n"), 7, "more than one line");
}

TEST_F(Disk, secrets_of_providers_and_webhooks_are_looked_at_each_by_its_line) {
  const Loaded loaded = fine_and(
      "[[provider]]\nname = \"a\"\nengine = \"baidu\"\nurl = \"http://a/\"\ncanary_url = "
      "\"http://b/\"\ncredential_file = \"one\"\n"
      "[[webhook]]\nname = \"b\"\nurl = \"https://a/\"\nsecret_file = \"two\"\n");
  ASSERT_EQ(loaded.problems.size(), 2u);
  EXPECT_EQ(loaded.problems[0].line, 8);
  EXPECT_EQ(loaded.problems[1].line, 12);
}

TEST_F(Disk, addresses_and_secrets_of_robots_are_looked_at_too) {
  const Loaded loaded = fine_and(
      "[[robot]]\nname = \"a\"\nkind = \"feishu\"\naddress_file = \"one\"\n"
      "secret_file = \"two\"\n");
  ASSERT_EQ(loaded.problems.size(), 2u);
  EXPECT_EQ(loaded.problems[0].line, 6);
  EXPECT_EQ(loaded.problems[1].line, 7);
}

TEST_F(Disk, a_credential_comes_from_systemds_folder) {
  const std::string toml = kMail + "password_credential = \"mail\"\n";
  ::unsetenv("CREDENTIALS_DIRECTORY");
  one_problem(fine_and(toml), 7, "LoadCredential");
  scratch_.write("creds/mail", "s3cret\n", 0440);
  ::setenv("CREDENTIALS_DIRECTORY", (scratch_.dir() / "creds").c_str(), 1);
  const Loaded loaded = fine_and(toml);
  EXPECT_TRUE(loaded.ok());
  EXPECT_EQ(read_secret(loaded.settings.mail.password).value(), "s3cret");
  ::unsetenv("CREDENTIALS_DIRECTORY");
}

TEST_F(Disk, no_message_shows_a_secret) {
  scratch_.write("secret", "hunter2\nx", 0600);
  const Loaded loaded = fine_and(kMail + "password_file = \"secret\"\n");
  for (const Problem& problem : loaded.problems)
    EXPECT_EQ(problem.text().find("hunter2"), std::string::npos);
  const Loaded inside = fine_and(kMail + "password = \"hunter2\"\n");
  for (const Problem& problem : inside.problems)
    EXPECT_EQ(problem.text().find("hunter2"), std::string::npos);
}

TEST_F(Disk, a_folder_called_like_a_record_file_is_passed_over) {
  std::filesystem::create_directories(scratch_.dir() / "records/odd.toml");
  const std::vector<std::filesystem::path> folders = {scratch_.dir() / "records"};
  EXPECT_TRUE(load_records(folders).ok());
}

TEST_F(Disk, other_files_and_folders_that_are_named_must_be_there) {
  one_problem(fine_and("[network]\nca_file = \"ca.pem\"\n"), 4, "cannot be read");
  one_problem(fine_and("[data]\ndir = \"records\"\n"), 4, "is no directory");
  one_problem(fine_and("[practice]\ndir = \"world\"\n"), 4, "is no directory");
  scratch_.write("plain", "x");
  one_problem(fine_and("[backup]\ndir = \"plain\"\n"), 4, "is no directory");
}

}  // namespace
}  // namespace vouch::config
