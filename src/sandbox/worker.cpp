#include "sandbox/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <new>

#include "codec/canonical.h"
#include "sandbox/confine.h"

namespace sekisho::sandbox {
namespace {

constexpr std::size_t kChunk = 64u << 10;

std::int64_t milliseconds_now() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000 + now.tv_nsec / 1'000'000;
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() { reset(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }
  void reset() {
    if (fd_ >= 0) close(fd_);
    fd_ = -1;
  }

 private:
  int fd_;
};

// A started worker; killed and reaped when it goes out of scope.
class Child {
 public:
  explicit Child(pid_t pid) : pid_(pid) {}
  ~Child() {
    if (pid_ > 0) {
      kill(pid_, SIGKILL);
      wait();
    }
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  int wait() {
    int status = 0;
    while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    return status;
  }

 private:
  pid_t pid_;
};

Result<pid_t> start(const std::string& program, const std::vector<std::string>& arguments, int fd) {
  std::vector<char*> argv{const_cast<char*>(program.c_str())};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  // Nothing of the caller's environment crosses; leak checking would need ptrace.
  char locale[] = "LC_ALL=C.UTF-8";
  char sanitizer[] = "ASAN_OPTIONS=detect_leaks=0";
  char* environment[] = {locale, sanitizer, nullptr};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, fd, 0);
  posix_spawn_file_actions_adddup2(&actions, fd, 1);
  posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
  pid_t pid = -1;
  const int error = posix_spawn(&pid, program.c_str(), &actions, nullptr, argv.data(), environment);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0)
    return fail(Code::unavailable, strerror(error), "sandbox.no_confinement").with("why", strerror(error));
  return pid;
}

Error too_slow() {
  return fail(Code::exhausted, "the worker was too slow", "sandbox.too_slow");
}

// Feeds the input and collects the answer until the worker closes its end or time is up.
Result<std::string> converse(int fd, std::string_view input, const Limits& limits) {
  const std::int64_t deadline = milliseconds_now() + std::int64_t{limits.seconds} * 1000;
  std::string answer;
  bool sending = true;
  if (input.empty()) {
    shutdown(fd, SHUT_WR);
    sending = false;
  }
  for (;;) {
    const std::int64_t left = deadline - milliseconds_now();
    if (left <= 0) return too_slow();
    pollfd waiting{fd, static_cast<short>(POLLIN | (sending ? POLLOUT : 0)), 0};
    const int ready = poll(&waiting, 1, static_cast<int>(left));
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) return too_slow();
    if (sending && (waiting.revents & POLLOUT) != 0) {
      const ssize_t sent = send(fd, input.data(), std::min(input.size(), kChunk), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (sent > 0) input.remove_prefix(static_cast<std::size_t>(sent));
      if (input.empty() || (sent < 0 && errno != EAGAIN && errno != EINTR)) {
        shutdown(fd, SHUT_WR);
        sending = false;
      }
    }
    if ((waiting.revents & (POLLIN | POLLHUP | POLLERR)) != 0) {
      char buffer[kChunk];
      const ssize_t got = recv(fd, buffer, sizeof buffer, MSG_DONTWAIT);
      if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) return answer;
      if (got > 0) answer.append(buffer, static_cast<std::size_t>(got));
      if (answer.size() > limits.output_bytes)
        return fail(Code::exhausted, "the worker answered too much", "sandbox.too_large");
    }
  }
}

std::string frame(const Result<std::string>& answer) {
  codec::CanonicalWriter out;
  if (answer) return out.u64(0).bytes(*answer).take();
  const Error& error = answer.error();
  out.u64(1)
      .u64(static_cast<std::uint64_t>(error.code))
      .bytes(error.detail)
      .bytes(error.message)
      .u64(error.params.size());
  for (const auto& [key, value] : error.params) out.bytes(key).bytes(value);
  return out.take();
}

// The worker is not trusted: what it says is parsed strictly, and its error texts are only shown.
Result<std::string> unframe(std::string_view framed) {
  codec::CanonicalReader in(framed);
  SEK_TRY(const std::uint64_t failed, in.u64());
  if (failed == 0) {
    SEK_TRY(const std::string_view answer, in.bytes(framed.size()));
    SEK_CHECK(in.end());
    return std::string(answer);
  }
  constexpr std::size_t kText = 64u << 10;
  SEK_TRY(const std::uint64_t code, in.u64());
  SEK_TRY(const std::string_view detail, in.bytes(kText));
  SEK_TRY(const std::string_view message, in.bytes(kText));
  SEK_TRY(const std::uint64_t count, in.u64());
  if (failed != 1 || code > static_cast<std::uint64_t>(Code::internal) || count > 32)
    return fail(Code::invalid, "bad frame");
  Error error = fail(static_cast<Code>(code), std::string(detail), std::string(message));
  for (std::uint64_t i = 0; i < count; ++i) {
    SEK_TRY(const std::string_view key, in.bytes(kText));
    SEK_TRY(const std::string_view value, in.bytes(kText));
    error.params.emplace_back(key, value);
  }
  SEK_CHECK(in.end());
  return error;
}

Result<std::string> read_input(std::size_t limit) {
  std::string input;
  char buffer[kChunk];
  for (;;) {
    const ssize_t got = read(0, buffer, sizeof buffer);
    if (got == 0) return input;
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(Code::unavailable, strerror(errno));
    input.append(buffer, static_cast<std::size_t>(got));
    if (input.size() > limit) return fail(Code::exhausted, "input too large", "sandbox.too_large");
  }
}

bool write_all(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = write(1, bytes.data(), bytes.size());
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

}  // namespace

Result<std::string> run_worker(const std::string& program, const std::vector<std::string>& arguments,
                               std::string_view input, const Limits& limits) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return fail(Code::unavailable, strerror(errno));
  Descriptor ours(ends[0]);
  Descriptor theirs(ends[1]);
  SEK_TRY(const pid_t pid, start(program, arguments, theirs.get()));
  Child child(pid);
  theirs.reset();
  SEK_TRY(std::string framed, converse(ours.get(), input, limits));
  ours.reset();
  const int status = child.wait();
  if (WIFSIGNALED(status)) {
    if (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGALRM) return too_slow();
    return fail(Code::unavailable, "the worker was killed", "sandbox.died").with("signal", strsignal(WTERMSIG(status)));
  }
  if (framed.empty())
    return fail(Code::unavailable, "the worker gave no answer", "sandbox.died")
        .with("signal", "exit " + std::to_string(WEXITSTATUS(status)));
  return unframe(framed);
}

int worker_main(const std::function<Result<std::string>(std::string_view)>& handle, const Limits& limits,
                const std::vector<std::string>& readable_folders) {
  if (Status confined = confine(limits, readable_folders); !confined) {
    write_all(frame(std::move(confined).error()));
    return 3;
  }
  Result<std::string> input = read_input(limits.input_bytes);
  if (!input) return write_all(frame(std::move(input).error())) ? 0 : 3;
  try {
    return write_all(frame(handle(*input))) ? 0 : 3;
  } catch (const std::bad_alloc&) {
    return write_all(frame(fail(Code::exhausted, "out of memory", "sandbox.too_large"))) ? 0 : 3;
  } catch (const std::exception& error) {
    return write_all(frame(fail(Code::invalid, error.what(), "sandbox.refused").with("why", error.what()))) ? 0 : 3;
  }
}

}  // namespace sekisho::sandbox
