#include "cli/command_line.hpp"

#include <gtest/gtest.h>

#include <cstdio>

namespace wick::cli::command_line_test {
namespace {

// What a command prints, read back.
class Printed {
 public:
  [[nodiscard]] Shell shell() const { return {.environment = {}, .out = file_}; }
  [[nodiscard]] std::string text() const {
    std::rewind(file_);
    std::string all;
    for (int c = std::fgetc(file_); c != EOF; c = std::fgetc(file_)) {
      all.push_back(static_cast<char>(c));
    }
    return all;
  }

  Printed() = default;
  Printed(const Printed&) = delete;
  Printed& operator=(const Printed&) = delete;
  ~Printed() { std::fclose(file_); }

 private:
  std::FILE* file_{std::tmpfile()};
};

// A small shop: a command with one of each kind, and a group of two.
struct Shop {
  CommandLine line{{.name = "shop", .about = "A shop.", .version = "1.2"}};
  std::string level{};
  std::vector<std::string> wares{};
  std::vector<std::string> colours{};
  std::string weight{"light"};
  int days{7};
  std::int64_t count{};
  std::uint64_t seed{1};
  std::uint16_t port{80};
  std::optional<std::int64_t> limit{};
  bool wrapped{};
  std::string ran{};

  Shop() {
    Command program = line.program();
    program.add_option("--level", level, "How loud");
    program.set_footer("Open at nine.");
    Command buy = program.add_command("buy", "Take something home");
    buy.add_option("WARE", wares, "What it is").required();
    buy.add_option("--colour", colours, "red, blue").split_at(',');
    buy.add_option("-w,--weight", weight, "light, heavy").show_default();
    buy.add_option("--days", days, "Until when").show_default();
    buy.add_option("--count", count, "How many");
    buy.add_option("--seed", seed, "Of chance").show_default();
    buy.add_option("--port", port, "Where it lands");
    buy.add_option("--limit", limit, "At most");
    buy.add_flag("--wrapped", wrapped, "In paper");
    buy.runs([this](const Shell&) { return note("buy", Exit::kPartial); });
    Command till = program.add_group("till", "The money");
    Command count_it = till.add_command("count", "All of it");
    count_it.set_footer("Twice.");
    count_it.runs([this](const Shell&) { return note("count", Exit::kOk); });
    till.add_command("lock", "For the night").runs([this](const Shell&) {
      return note("lock", Exit::kOk);
    });
  }

  Exit note(const char* name, Exit exit) {
    ran += name;
    return exit;
  }

  base::Result<Action> read(std::vector<const char*> words) {
    words.insert(words.begin(), "shop");
    return line.read(words);
  }
};

std::string mistake_of(std::vector<const char*> words) {
  Shop shop;
  const auto action = shop.read(std::move(words));
  if (action) return "none";
  EXPECT_EQ(action.error().kind, base::ErrorKind::kInvalid);
  EXPECT_EQ(shop.ran, "");
  return action.error().what;
}

std::string printed_by(std::vector<const char*> words) {
  Shop shop;
  const Printed printed;
  const auto action = shop.read(std::move(words));
  EXPECT_TRUE(action);
  if (!action) return {};
  EXPECT_EQ((*action)(printed.shell()), Exit::kOk);
  EXPECT_EQ(shop.ran, "") << "help runs no command";
  return printed.text();
}

TEST(CommandLine, FillsValuesOfEveryKind) {
  Shop shop;
  ASSERT_TRUE(shop.read({"buy", "tea", "milk", "--colour", "red,blue", "--colour", "green", "-w",
                         "heavy", "--days=-3", "--count", "5000000000", "--seed",
                         "18446744073709551615", "--port", "65535", "--limit", "0", "--wrapped"}));
  EXPECT_EQ(shop.wares, (std::vector<std::string>{"tea", "milk"}));
  EXPECT_EQ(shop.colours, (std::vector<std::string>{"red", "blue", "green"}));
  EXPECT_EQ(shop.weight, "heavy");
  EXPECT_EQ(shop.days, -3);
  EXPECT_EQ(shop.count, 5'000'000'000);
  EXPECT_EQ(shop.seed, 18'446'744'073'709'551'615U);
  EXPECT_EQ(shop.port, 65'535);
  EXPECT_EQ(shop.limit, 0);
  EXPECT_TRUE(shop.wrapped);
}

TEST(CommandLine, LeavesWhatIsNotTypedAsItIs) {
  Shop shop;
  ASSERT_TRUE(shop.read({"buy", "tea"}));
  EXPECT_EQ(shop.weight, "light");
  EXPECT_EQ(shop.days, 7);
  EXPECT_EQ(shop.seed, 1U);
  EXPECT_EQ(shop.limit, std::nullopt);
  EXPECT_FALSE(shop.wrapped);
}

TEST(CommandLine, RunsTheCommandThatWasTyped) {
  Shop shop;
  const auto buy = shop.read({"buy", "tea"});
  ASSERT_TRUE(buy);
  EXPECT_EQ(shop.ran, "") << "not before it is asked to";
  EXPECT_EQ((*buy)({}), Exit::kPartial);
  const auto lock = shop.read({"till", "lock"});
  ASSERT_TRUE(lock);
  EXPECT_EQ((*lock)({}), Exit::kOk);
  EXPECT_EQ(shop.ran, "buylock");
}

TEST(CommandLine, TakesOptionsOfTheProgramAfterThoseOfACommand) {
  Shop shop;
  ASSERT_TRUE(shop.read({"buy", "tea", "--wrapped", "--level", "low"}));
  EXPECT_EQ(shop.level, "low");
}

TEST(CommandLine, NamesTheMistake) {
  EXPECT_EQ(mistake_of({}), "A subcommand is required");
  EXPECT_EQ(mistake_of({"by"}), "'by' is no command");
  EXPECT_EQ(mistake_of({"by", "--wrapped"}), "'by' is no command") << "not the option of none";
  EXPECT_EQ(mistake_of({"till"}), "A subcommand is required");
  EXPECT_EQ(mistake_of({"buy"}), "WARE is required");
  EXPECT_EQ(mistake_of({"buy", "tea", "--wraped"}),
            "The following argument was not expected: --wraped");
  EXPECT_EQ(mistake_of({"--wraped"}), "A subcommand is required");
  EXPECT_EQ(mistake_of({"buy", "tea", "--limit", "many"}), "--limit: 'many' is no whole number");
}

TEST(CommandLine, PrintsHelpWithDefaultsWhereTheyAreShown) {
  const std::string help = printed_by({"buy", "--help"});
  for (const char* part :
       {"Take something home\nUsage: shop buy [OPTIONS] WARE...\n",
        "  WARE TEXT ... REQUIRED      What it is\n",
        "  -w,--weight TEXT=light      light, heavy\n",
        "  --days INT=7                Until when\n", "  --count INT                 How many\n",
        "  --seed UINT=1               Of chance\n",
        "  --port UINT                 Where it lands\n", "  --limit INT                 At most\n",
        "  --wrapped                   In paper\n", "\nOpen at nine.\n"}) {
    EXPECT_NE(help.find(part), std::string::npos) << part << "\n" << help;
  }
}

TEST(CommandLine, PrintsWhatEachCommandSaysLast) {
  EXPECT_NE(printed_by({"--help"}).find("\nOpen at nine.\n"), std::string::npos);
  EXPECT_NE(printed_by({"till", "lock", "-h"}).find("\nOpen at nine.\n"), std::string::npos);
  const std::string own = printed_by({"till", "count", "-h"});
  EXPECT_NE(own.find("\nTwice.\n"), std::string::npos);
  EXPECT_EQ(own.find("Open at nine."), std::string::npos) << "its own instead";
}

TEST(CommandLine, PrintsTheVersion) {
  EXPECT_EQ(printed_by({"--version"}), "shop 1.2\n");
}

TEST(CommandLine, OutlinesItself) {
  Shop shop;
  const CommandOutline shown = shop.line.program().outline();
  EXPECT_EQ(shown.name, "shop");
  EXPECT_EQ(shown.about, "A shop.");
  ASSERT_EQ(shown.options.size(), 3U);
  EXPECT_EQ(shown.options[0].names, (std::vector<std::string>{"-h", "--help"}));
  EXPECT_FALSE(shown.options[0].takes_value);
  EXPECT_EQ(shown.options[2].names, std::vector<std::string>{"--level"});
  EXPECT_EQ(shown.options[2].about, "How loud");
  EXPECT_TRUE(shown.options[2].takes_value);
  ASSERT_EQ(shown.commands.size(), 2U);
  const OptionOutline& ware = shown.commands[0].options.at(1);
  EXPECT_EQ(ware.names, std::vector<std::string>{});
  EXPECT_EQ(ware.word, "WARE");
  ASSERT_EQ(shown.commands[1].commands.size(), 2U);
  EXPECT_EQ(shown.commands[1].commands[1].name, "lock");
  EXPECT_EQ(shown.commands[1].commands[1].about, "For the night");
}

TEST(CommandLineDeathTest, ACommandThatRunsNothingIsOurMistake) {
  CommandLine line({.name = "shop", .about = "A shop.", .version = "1"});
  line.program().add_command("idle", "Nothing");
  const std::vector<const char*> words{"shop", "idle"};
  EXPECT_DEATH(static_cast<void>(line.read(words)), "chosen");
}

TEST(CommandLine, RefusesNumbersThatDoNotFit) {
  EXPECT_EQ(mistake_of({"buy", "tea", "--seed", "-1"}),
            "--seed: '-1' is no whole number from 0 up");
  EXPECT_EQ(mistake_of({"buy", "tea", "--seed", "18446744073709551616"}),
            "--seed: '18446744073709551616' is too large a number");
  EXPECT_EQ(mistake_of({"buy", "tea", "--port", "65536"}), "--port: '65536' is too large a number");
  EXPECT_EQ(mistake_of({"buy", "tea", "--port=-1"}), "--port: '-1' is no whole number from 0 up");
  EXPECT_EQ(mistake_of({"buy", "tea", "--count", "9223372036854775808"}),
            "--count: '9223372036854775808' is too large a number");
  EXPECT_EQ(mistake_of({"buy", "tea", "--days", "7d"}), "--days: '7d' is no whole number");
  for (const char* typed : {"--days=3000000000", "--days=1.5", "--count=1e3", "--limit=0x10"}) {
    EXPECT_NE(mistake_of({"buy", "tea", typed}), "none") << typed;
  }
  EXPECT_EQ(mistake_of({"buy", "tea", "--days", ""}), "--days: '' is no whole number");
}

}  // namespace
}  // namespace wick::cli::command_line_test
