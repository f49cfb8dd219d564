// Wakes a thread that waits in poll(): rung by any thread, heard by one.
#pragma once

namespace wick::io {

class Bell {
 public:
  Bell();
  ~Bell();
  Bell(const Bell&) = delete;
  Bell& operator=(const Bell&) = delete;

  void ring() const;
  void quiet() const;  // forgets all rings so far
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

}  // namespace wick::io
