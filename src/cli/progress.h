#pragma once

// One line on a terminal while a command takes long: what is being done, and for how many seconds. It comes after a
// second, and goes before anything else is printed. Nothing is ever written where the stream is no terminal.

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <ostream>
#include <streambuf>
#include <thread>

namespace sekisho::cli {

class Progress {
 public:
  using Line = std::function<std::string(long long seconds)>;

  // `terminal` must outlive this. Nothing happens until `after`, then a line every second.
  Progress(std::ostream& terminal, Line line, std::chrono::milliseconds after = std::chrono::seconds(1));
  ~Progress() { stop(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void stop();  // takes the line away; may be called again

 private:
  void show(std::chrono::milliseconds after);

  std::ostream* terminal_;
  Line line_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopped_ = false;
  std::thread thread_;
};

// A stream that does something before its first byte, and then passes everything on.
class BeforeFirstByte : public std::streambuf {
 public:
  BeforeFirstByte(std::streambuf* inner, std::function<void()> before) : inner_(inner), before_(std::move(before)) {}

 protected:
  int_type overflow(int_type byte) override;
  std::streamsize xsputn(const char* bytes, std::streamsize count) override;
  int sync() override { return inner_->pubsync(); }

 private:
  void begin();

  std::streambuf* inner_;
  std::function<void()> before_;
};

}  // namespace sekisho::cli
