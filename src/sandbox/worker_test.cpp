#include "sandbox/worker.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <string>

using namespace sekisho;

namespace {

sandbox::Limits small_limits() {
  sandbox::Limits limits;
  limits.seconds = 2;
  limits.output_bytes = 1u << 20;
  limits.input_bytes = 4u << 20;
  return limits;
}

std::string yes_or_errno(bool done) {
  return done ? "done" : "refused";
}

Result<std::string> deed(const std::string& name, std::string_view input) {
  if (name == "echo") return std::string(input);
  if (name == "error") return fail(Code::invalid, "bad", "extract.damaged").with("file", "x.pdf");
  if (name == "open") return yes_or_errno(open("/etc/passwd", O_RDONLY) >= 0);
  if (name == "create") return yes_or_errno(open("/tmp/sekisho-worker-was-here", O_CREAT | O_WRONLY, 0600) >= 0);
  if (name == "allowed") return yes_or_errno(open("/usr/share/doc", O_RDONLY) >= 0);
  if (name == "kill") return yes_or_errno(kill(getppid(), 0) == 0);
  if (name == "memory") {
    void* block = mmap(nullptr, std::size_t{4} << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return yes_or_errno(block != MAP_FAILED);
  }
  if (name == "socket") return yes_or_errno(socket(AF_INET, SOCK_STREAM, 0) >= 0);
  if (name == "exec") {
    execl("/bin/true", "true", static_cast<char*>(nullptr));
    return std::string("refused");
  }
  if (name == "fork") return yes_or_errno(fork() >= 0);
  if (name == "flood") return std::string(std::size_t{8} << 20, 'x');
  if (name == "throw") throw std::runtime_error("library gave up");
  if (name == "crash") std::abort();
  if (name == "loop") {
    volatile unsigned long turns = 0;
    for (;;) turns = turns + 1;
  }
  return fail(Code::invalid, "unknown deed");
}

Result<std::string> ask(const std::string& name, std::string_view input = {}) {
  return sandbox::run_worker("/proc/self/exe", {"--test-worker", name}, input, small_limits());
}

}  // namespace

int sekisho_test_worker(const char* name) {
  const std::string wanted = name;
  return sandbox::worker_main([wanted](std::string_view input) { return deed(wanted, input); }, small_limits(),
                              {"/usr/share/doc"});
}

TEST_CASE("a worker gets the input whole and its answer comes back whole") {
  CHECK(ask("echo").value() == "");
  CHECK(ask("echo", "関所").value() == "関所");
  std::string large(std::size_t{1000} << 10, 'a');
  large[12345] = '\0';
  CHECK(ask("echo", large).value() == large);
}

TEST_CASE("a worker's error crosses the pipe with its message and parameters") {
  const Result<std::string> answer = ask("error");
  REQUIRE(!answer);
  CHECK(answer.error().code == Code::invalid);
  CHECK(answer.error().message == "extract.damaged");
  CHECK(answer.error().params.front().second == "x.pdf");
}

TEST_CASE("a worker opens no file but those it was given, and makes none") {
  CHECK(ask("open").value() == "refused");
  CHECK(ask("create").value() == "refused");
  CHECK(access("/tmp/sekisho-worker-was-here", F_OK) != 0);
}

TEST_CASE("a worker reaches no other process") {
  CHECK(ask("kill").value() == "refused");
}

TEST_CASE("a worker that tries a socket, a program or a child dies at once") {
  for (const char* name : {"socket", "exec"}) {
    CAPTURE(name);
    const Result<std::string> answer = ask(name);
    REQUIRE(!answer);
    CHECK(answer.error().message == "sandbox.died");
  }
  const Result<std::string> child = ask("fork");  // clone(2) on this libc: refused, or deadly
  CHECK((!child || *child == "refused"));
}

TEST_CASE("a worker's memory is bounded") {
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  CHECK(ask("memory").value() == "refused");
#endif
}

TEST_CASE("a worker that loops, floods, throws or crashes is a plain error of the caller") {
  CHECK(ask("loop").error().message == "sandbox.too_slow");
  CHECK(ask("flood").error().message == "sandbox.too_large");
  CHECK(ask("throw").error().message == "sandbox.refused");
  CHECK(ask("crash").error().message == "sandbox.died");
  CHECK(ask("echo", std::string(std::size_t{5} << 20, 'x')).error().message == "sandbox.too_large");
}
