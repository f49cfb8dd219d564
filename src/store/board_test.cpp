#include "store/board.hpp"

#include <gtest/gtest.h>

#include "fake/files.hpp"

namespace wick::store::board_test {
namespace {

port::Board::Change adding(const std::string& more) {
  return [more](const std::string& text) { return text + more; };
}

TEST(Board, WhatOneProgramWritesAnotherSees) {
  fake::Files files;
  Board ours(files, "/state/limits");
  Board theirs(files, "/state/limits");
  EXPECT_EQ(ours.look("spot"), "");
  ours.change("spot", adding("a"));
  theirs.change("spot", adding("b"));
  EXPECT_EQ(ours.look("spot"), "ab");
  EXPECT_EQ(ours.look("um"), "");
}

TEST(Board, ANameIsNeverAPath) {
  fake::Files files;
  Board board(files, "/state/limits");
  board.change("../x/y:1", adding("a"));
  EXPECT_EQ(board.look("../x/y:1"), "a");
  EXPECT_EQ(files.list("/state/limits")->size(), 2U);  // the text and its lock
  EXPECT_TRUE(files.list("/state")->empty());
}

TEST(Board, AWriterKilledAnywhereLeavesTheOldTextOrTheNew) {
  for (std::uint64_t call = 1; call < 20; ++call) {
    fake::Files files;
    Board(files, "/state").change("spot", adding("a"));
    files.kill_at(call);
    Board(files, "/state").change("spot", adding("b"));
    files.restart();
    files.kill_at(UINT64_MAX);
    Board after(files, "/state");
    const std::string text = after.look("spot");
    EXPECT_TRUE(text == "a" || text == "ab") << call;
    after.change("spot", adding("c"));
    EXPECT_EQ(after.look("spot"), text + "c") << call;
  }
}

TEST(Board, OnADiskThatTakesNothingItIsKeptHere) {
  fake::Files files;
  Board board(files, "/state");
  board.change("spot", adding("a"));
  files.set_health(fake::Files::Health::kReadOnly);
  board.change("spot", adding("b"));
  board.change("spot", adding("c"));
  EXPECT_EQ(board.look("spot"), "abc");
  EXPECT_TRUE(board.trouble());
  EXPECT_EQ(Board(files, "/state").look("spot"), "a");
}

// A full disk still lets a lock be taken.
TEST(Board, OnAFullDiskItIsKeptHereUntilThereIsRoomAgain) {
  fake::Files files;
  Board board(files, "/state");
  board.change("spot", adding("a"));
  files.fill_disk();
  board.change("spot", adding("b"));
  board.change("spot", adding("c"));
  EXPECT_EQ(board.look("spot"), "abc");
  ASSERT_TRUE(board.trouble());
  EXPECT_EQ(board.trouble()->kind, base::ErrorKind::kUnavailable);
  files.make_room();
  Board(files, "/state").change("spot", adding("d"));
  board.change("spot", adding("e"));
  EXPECT_EQ(board.look("spot"), "ade") << "what the others share counts";
  EXPECT_FALSE(board.trouble());
}

}  // namespace
}  // namespace wick::store::board_test
