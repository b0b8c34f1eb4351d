#include "practice/doors.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <gtest/gtest.h>

namespace vouch::practice {
namespace {

// A byte comes back: somebody listens and serves.
bool answers(int port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  char byte = 0;
  const bool connected = ::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  const bool got = connected && ::recv(fd, &byte, 1, 0) == 1;
  ::close(fd);
  return got;
}

std::unique_ptr<Listener> greeter() {
  auto made =
      Listener::open(free_port().value(), [](Connection& connection) { connection.send("x"); });
  EXPECT_TRUE(made);
  return std::move(*made);
}

TEST(Listener, refuses_while_it_is_closed_and_comes_back_on_the_same_port) {
  const auto door = greeter();
  const int port = door->port();
  for (int turn = 0; turn < 3; ++turn) {
    EXPECT_TRUE(answers(port));
    door->set_open(false);
    EXPECT_FALSE(answers(port));
    door->set_open(true);
  }
  EXPECT_TRUE(answers(port));
}

TEST(Doors, are_closed_for_as_long_as_their_trouble_lasts) {
  World world;
  const Time noon = Time(std::chrono::hours(12));
  world.faults = {{Trouble::kMailDown, "", "", noon, noon + std::chrono::hours(1)},
                  {Trouble::kError500, "", "", noon, noon + std::chrono::minutes(5)}};
  const auto mail = greeter();
  Doors doors(world);
  doors.add(Trouble::kMailDown, *mail);
  const Time before = noon - std::chrono::hours(1);
  doors.keep(before);
  EXPECT_TRUE(answers(mail->port()));
  EXPECT_EQ(doors.next(before), noon);
  doors.keep(noon);
  EXPECT_FALSE(answers(mail->port()));
  EXPECT_EQ(doors.next(noon), noon + std::chrono::hours(1));
  doors.keep(noon + std::chrono::hours(1));
  EXPECT_TRUE(answers(mail->port()));
  EXPECT_EQ(doors.next(noon + std::chrono::hours(1)), std::nullopt);
}

}  // namespace
}  // namespace vouch::practice
