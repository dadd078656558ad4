#include "cli/progress.h"

#include <string>
#include <utility>

namespace sekisho::cli {

Progress::Progress(std::ostream& terminal, Line line, std::chrono::milliseconds after)
    : terminal_(&terminal), line_(std::move(line)), thread_([this, after] { show(after); }) {}

void Progress::stop() {
  {
    const std::lock_guard<std::mutex> hold(mutex_);
    stopped_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Progress::show(std::chrono::milliseconds after) {
  const auto began = std::chrono::steady_clock::now();
  std::unique_lock<std::mutex> hold(mutex_);
  bool shown = false;
  for (std::chrono::milliseconds wait = after; !wake_.wait_for(hold, wait, [this] { return stopped_; });
       wait = std::chrono::seconds(1)) {
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - began).count();
    *terminal_ << "\r\x1b[K" << line_(seconds) << std::flush;
    shown = true;
  }
  if (shown) *terminal_ << "\r\x1b[K" << std::flush;
}

void BeforeFirstByte::begin() {
  if (before_) std::exchange(before_, nullptr)();
}

BeforeFirstByte::int_type BeforeFirstByte::overflow(int_type byte) {
  begin();
  return traits_type::eq_int_type(byte, traits_type::eof()) ? traits_type::not_eof(byte)
                                                            : inner_->sputc(traits_type::to_char_type(byte));
}

std::streamsize BeforeFirstByte::xsputn(const char* bytes, std::streamsize count) {
  begin();
  return inner_->sputn(bytes, count);
}

}  // namespace sekisho::cli
