// The program: wiring only. With the hidden subcommand `worker` it is a confined reader of foreign files instead.

#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <iostream>
#include <memory>
#include <string>

#include "app/embedded.h"
#include "base/environment.h"
#include "cli/cli.h"
#include "codec/catalog.h"
#include "work/read_file.h"

namespace {

std::string actor_name() {
  const passwd* entry = getpwuid(geteuid());
  return std::string("os:") + (entry != nullptr ? entry->pw_name : std::to_string(geteuid()).c_str());
}

// Started with a standard stream closed, the next file opened would get its number, and what is printed would go into
// it. So each gets something that refuses to be read or written.
void fill_standard_streams() {
  for (int fd = 0; fd <= 2; ++fd)
    if (fcntl(fd, F_GETFD) < 0) (void)open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
}

}  // namespace

int main(int argc, char** argv) {
  using namespace sekisho;
  fill_standard_streams();
  ::umask(077);  // what an office keeps is nobody else's to read: SQLite's files among them
  if (argc >= 3 && std::string(argv[1]) == "worker") return work::run_worker_job(argv[2], argc > 3 ? argv[3] : "");
  auto world = std::make_shared<work::World>();
  world->catalog = app::embedded_catalog();
  Result<Messages> messages = codec::load_messages(world->catalog);
  if (!messages) {
    std::cerr << "sekisho: " << messages.error().detail << '\n';
    return 3;
  }
  world->messages = std::move(messages).value();
  world->clock = std::make_shared<SystemClock>();
  world->random = std::make_shared<SystemRandom>();
  world->program = "/proc/self/exe";
  world->actor = actor_name();
  cli::Context context;
  context.world = world;
  context.language = language_of_environment();
  return cli::run(argc, argv, context);
}
