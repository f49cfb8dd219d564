#include "store/mending.hpp"

#include "store/record_log.hpp"
#include "store/stored_days_test.hpp"

namespace wick::store::mending_test {
namespace {

const core::UtcTime kNow = core::midnight(2024, 8, 1);

class Mending : public testing::Test {
 protected:
  void SetUp() override {
    RecordLog log(store_.files, path_);
    for (const char* text : {"one", "two", "three"}) ASSERT_TRUE(log.append({text}));
  }
  [[nodiscard]] base::Result<Mended> mend() {
    return mend_log(store_.shelf, {path_, FileKind::kTail, {}, {}}, kNow);
  }
  [[nodiscard]] Records records() { return *RecordLog(store_.files, path_).read(); }

  StoredDays store_{core::Interval::k1m};
  std::string path_{store_.disk.layout.tail(store_.id)};
};

TEST_F(Mending, AWholeLogIsLeftAsItIs) {
  const std::string before = *store_.files.read(path_, 1000);
  const auto mended = mend();
  ASSERT_TRUE(mended);
  EXPECT_EQ(mended->damaged_bytes, 0U);
  EXPECT_EQ(mended->records, 3U);
  EXPECT_EQ(*store_.files.read(path_, 1000), before);
  EXPECT_FALSE(store_.files.list(store_.disk.layout.quarantine()));
}

TEST_F(Mending, WholeRecordsStayAndTheFileAsItWasIsPutAside) {
  store_.files.flip_bit(path_, 8 * 40);  // in the second record
  const std::string before = *store_.files.read(path_, 1000);
  const auto mended = mend();
  ASSERT_TRUE(mended) << mended.error().what;
  EXPECT_EQ(mended->records, 2U);
  EXPECT_GT(mended->damaged_bytes, 0U);
  EXPECT_EQ(records().payloads, (std::vector<std::string>{"one", "three"}));
  EXPECT_EQ(records().damaged_bytes, 0U);
  EXPECT_EQ(*store_.files.read(mended->aside, 1000), before);
  const auto journal = RecordLog(store_.files, store_.disk.layout.journal(store_.id)).read();
  ASSERT_EQ(journal->payloads.size(), 1U);
  EXPECT_NE(journal->payloads[0].find(mended->aside), std::string::npos);
}

TEST_F(Mending, StoppedAnywhereNoWholeRecordIsLost) {
  bool done = false;
  for (std::uint64_t call = 0; !done; ++call) {
    ASSERT_LT(call, 100U);
    StoredDays store(core::Interval::k1m);
    RecordLog log(store.files, path_);
    for (const char* text : {"one", "two", "three"}) ASSERT_TRUE(log.append({text}));
    store.files.flip_bit(path_, 8 * 40);
    store.files.kill_at(call);
    done = bool(mend_log(store.shelf, {path_, FileKind::kTail, {}, {}}, kNow));
    store.files.cut_power_anywhere(call);
    ASSERT_EQ(log.read()->payloads, (std::vector<std::string>{"one", "three"})) << call;
  }
}

}  // namespace
}  // namespace wick::store::mending_test
