#pragma once

// Confined workers: code that runs libraries over outside bytes, in a process of its own that may die without harm.
// The worker is this same executable with a hidden subcommand; it gets the input on one descriptor and writes its
// answer to another, may open no file and no socket, start no process, and is bounded in memory, time and output.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sekisho::sandbox {

struct Limits {
  int seconds = 20;  // wall clock and CPU
  std::size_t memory_bytes = 512u << 20;
  std::size_t output_bytes = 64u << 20;
  std::size_t input_bytes = 64u << 20;
};

// Starts `program` with `arguments` (the hidden subcommand), feeds it `input` and returns what it wrote.
// Errors: invalid "sandbox.refused" {why} where the worker itself answered with an error; exhausted "sandbox.too_slow"
// or "sandbox.too_large"; unavailable "sandbox.died" {signal}; unavailable "sandbox.no_confinement" where it cannot be
// confined.
Result<std::string> run_worker(const std::string& program, const std::vector<std::string>& arguments,
                               std::string_view input, const Limits& limits = {});

// The worker's side: confines this process (seccomp allow-list, Landlock where the kernel has it, rlimits, no new
// privileges), reads the whole input, calls `handle` and writes its answer framed (an error crosses as code, message id
// and parameters). Returns the process's exit status. Refuses to run unconfined. `readable_folders`: data that the
// libraries need (CJK maps of a PDF library), readable where Landlock can hold the worker to them.
int worker_main(const std::function<Result<std::string>(std::string_view input)>& handle, const Limits& limits,
                const std::vector<std::string>& readable_folders = {});

}  // namespace sekisho::sandbox
