#include "sandbox/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <memory>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SEK_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SEK_SANITIZED 1
#endif
#endif

namespace sekisho::sandbox {
namespace {

Error refused(const std::string& step, int error) {
  return fail(Code::unavailable, step + ": " + strerror(error), "sandbox.no_confinement")
      .with("why", step + ": " + strerror(error));
}

Status limit(int resource, rlim_t value, const char* name) {
  const rlimit both{value, value};
  if (setrlimit(static_cast<__rlimit_resource>(resource), &both) != 0) return refused(name, errno);
  return {};
}

Status limit_resources(const Limits& limits) {
  SEK_CHECK(limit(RLIMIT_CORE, 0, "RLIMIT_CORE"));
  SEK_CHECK(limit(RLIMIT_FSIZE, 0, "RLIMIT_FSIZE"));
  SEK_CHECK(limit(RLIMIT_NOFILE, 32, "RLIMIT_NOFILE"));
  // The caller's clock ends a slow worker; this ends one whose caller is gone, so it comes later.
  SEK_CHECK(limit(RLIMIT_CPU, static_cast<rlim_t>(limits.seconds) + 1, "RLIMIT_CPU"));
#ifndef SEK_SANITIZED  // a sanitizer's shadow alone is terabytes of address space
  SEK_CHECK(limit(RLIMIT_AS, limits.memory_bytes, "RLIMIT_AS"));
#endif
  return {};
}

// True where Landlock now rules; false where this kernel has none.
Result<bool> restrict_files(const std::vector<std::string>& readable_folders) {
  const long abi = syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (abi < 0) return false;
  landlock_ruleset_attr attributes{};
  attributes.handled_access_fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;  // all rights of ABI 1
  const int ruleset = static_cast<int>(syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0));
  if (ruleset < 0) return refused("landlock_create_ruleset", errno);
  for (const std::string& folder : readable_folders) {
    const int parent = open(folder.c_str(), O_PATH | O_CLOEXEC);
    if (parent < 0) continue;  // not installed: nothing to read there
    landlock_path_beneath_attr beneath{};
    beneath.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
    beneath.parent_fd = parent;
    const long added = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
    const int error = errno;
    close(parent);
    if (added != 0) {
      close(ruleset);
      return refused("landlock_add_rule", error);
    }
  }
  const long done = syscall(SYS_landlock_restrict_self, ruleset, 0);
  const int error = errno;
  close(ruleset);
  if (done != 0) return refused("landlock_restrict_self", error);
  return true;
}

Status restrict_calls(bool may_open_files) {
  const std::unique_ptr<void, void (*)(scmp_filter_ctx)> filter(seccomp_init(SCMP_ACT_ERRNO(EPERM)), seccomp_release);
  if (!filter) return refused("seccomp_init", ENOMEM);
  static constexpr int kAllowed[] = {SCMP_SYS(read),
                                     SCMP_SYS(pread64),
                                     SCMP_SYS(readv),
                                     SCMP_SYS(write),
                                     SCMP_SYS(writev),
                                     SCMP_SYS(close),
                                     SCMP_SYS(lseek),
                                     SCMP_SYS(fstat),
                                     SCMP_SYS(mmap),
                                     SCMP_SYS(munmap),
                                     SCMP_SYS(mremap),
                                     SCMP_SYS(mprotect),
                                     SCMP_SYS(madvise),
                                     SCMP_SYS(brk),
                                     SCMP_SYS(futex),
                                     SCMP_SYS(exit),
                                     SCMP_SYS(exit_group),
                                     SCMP_SYS(rt_sigreturn),
                                     SCMP_SYS(rt_sigaction),
                                     SCMP_SYS(rt_sigprocmask),
                                     SCMP_SYS(sigaltstack),
                                     SCMP_SYS(clock_gettime),
                                     SCMP_SYS(gettimeofday),
                                     SCMP_SYS(time),
                                     SCMP_SYS(getrandom),
                                     SCMP_SYS(getpid),
                                     SCMP_SYS(gettid),
                                     SCMP_SYS(sched_yield),
                                     SCMP_SYS(poll),
                                     SCMP_SYS(ppoll),
                                     SCMP_SYS(restart_syscall),
                                     SCMP_SYS(sysinfo),
                                     SCMP_SYS(getrusage),
                                     SCMP_SYS(prlimit64),
                                     SCMP_SYS(rseq),
                                     SCMP_SYS(set_robust_list),
                                     SCMP_SYS(sched_getaffinity)};
  for (const int call : kAllowed)
    if (seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 0) != 0) return refused("seccomp_rule_add", EINVAL);
#ifdef SEK_SANITIZED  // how a sanitizer asks whether memory can be read
  for (const int call : {SCMP_SYS(pipe), SCMP_SYS(pipe2), SCMP_SYS(readlink)})
    if (seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 0) != 0) return refused("seccomp_rule_add", EINVAL);
#endif
  if (may_open_files) {
    for (const int call : {SCMP_SYS(newfstatat), SCMP_SYS(getdents64), SCMP_SYS(access), SCMP_SYS(fcntl)})
      if (seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 0) != 0) return refused("seccomp_rule_add", EINVAL);
    const scmp_arg_cmp read_only{2, SCMP_CMP_MASKED_EQ, O_ACCMODE, O_RDONLY};
    if (seccomp_rule_add_array(filter.get(), SCMP_ACT_ALLOW, SCMP_SYS(openat), 1, &read_only) != 0)
      return refused("seccomp_rule_add", EINVAL);
  }
  // What only an attacker would try ends the worker at once.
  static constexpr int kDeadly[] = {SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(fork),
                                    SCMP_SYS(vfork),  SCMP_SYS(socket),   SCMP_SYS(connect),
                                    SCMP_SYS(bind),   SCMP_SYS(ptrace),   SCMP_SYS(process_vm_writev),
                                    SCMP_SYS(bpf),    SCMP_SYS(unlink),   SCMP_SYS(unlinkat),
                                    SCMP_SYS(rename), SCMP_SYS(truncate), SCMP_SYS(mount)};
  for (const int call : kDeadly)
    if (seccomp_rule_add(filter.get(), SCMP_ACT_KILL_PROCESS, call, 0) != 0) return refused("seccomp_rule_add", EINVAL);
  if (const int error = seccomp_load(filter.get()); error != 0) return refused("seccomp_load", -error);
  return {};
}

}  // namespace

Status confine(const Limits& limits, const std::vector<std::string>& readable_folders) {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return refused("PR_SET_NO_NEW_PRIVS", errno);
  if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return refused("PR_SET_DUMPABLE", errno);
  SEK_CHECK(limit_resources(limits));
  std::vector<std::string> readable = readable_folders;
#ifdef SEK_SANITIZED  // a sanitizer looks up its own stack there when something is thrown
  readable.emplace_back("/proc/self");
#endif
  SEK_TRY(const bool files_are_ruled, restrict_files(readable));
  return restrict_calls(files_are_ruled);
}

}  // namespace sekisho::sandbox
