#include "cli/completion.hpp"

#include <gtest/gtest.h>

#include "cli/command_line.hpp"

namespace wick::cli::completion_test {
namespace {

using Words = std::vector<std::string>;

// A small program with one of each kind.
struct Toy {
  CommandLine line{{.name = "wick", .about = "A toy.", .version = "1"}};
  std::string text{};
  std::vector<std::string> many{};
  bool flag{};

  Toy() {
    Command program = line.program();
    program.add_option("--log-level", text, "debug, off");
    Command get = program.add_command("get", "The user's bars");
    get.add_option("SYMBOL", many, "BTCUSDT, ETHUSDT").required();
    get.add_option("MARKET", text, "spot, futures_usdt (um)");
    get.add_option("-o,--output", text, "To a file");
    get.add_option("--from", text, "First instant, UTC: 2024-01-01");
    get.add_flag("--json", flag, "One 'document'");
    program.add_group("cache", "What is kept").add_command("ls", "All of it");
  }

  std::vector<CompletedCommand> commands() { return completed_commands(line.program().outline()); }
};

const CompletedOption* option_of(const CompletedCommand& command, const std::string& name) {
  for (const CompletedOption& option : command.options) {
    if (option.names.back() == name) return &option;
  }
  return nullptr;
}

TEST(CompletionValues, AreTheWordsOfAList) {
  EXPECT_EQ(values_in("spot, futures_usdt (um), futures_coin (cm)"),
            (Words{"spot", "futures_usdt", "um", "futures_coin", "cm"}));
  EXPECT_EQ(values_in("auto, cache (local files only), rest (API only)"),
            (Words{"auto", "cache", "rest"}));
  EXPECT_EQ(values_in("table, arrow (a file), arrow-stream"),
            (Words{"table", "arrow", "arrow-stream"}));
  EXPECT_EQ(values_in("text, json; text on a terminal by default"), (Words{"text", "json"}));
  EXPECT_EQ(values_in("Exchange: binance, okx"), (Words{"binance", "okx"}));
  EXPECT_EQ(values_in("TRADING, BREAK, ...; delisted"), (Words{"TRADING", "BREAK"}));
  EXPECT_EQ(values_in("klines"), Words{"klines"});
  EXPECT_EQ(values_in("klines, or of futures: mark, index"), (Words{"klines", "mark", "index"}));
}

TEST(CompletionValues, OfIntervalsAreAllOfThemHoweverShortTheText) {
  const Words all = values_in("1s 1m 3m ... 1d 3d 1w 1M; several: 1m,1h");
  EXPECT_EQ(all.size(), 16U);
  EXPECT_EQ(all.front(), "1s");
  EXPECT_EQ(all.back(), "1M");
  EXPECT_EQ(values_in("1s 1m 3m 5m 15m"), all);
}

TEST(CompletionValues, AreNotGuessedFromSentences) {
  for (const char* text :
       {"", "Only these; all by default", "End, not included; now by default",
        "The time up to now: 7d, 36h", "Write to a file, whole or not at all",
        "First instant, UTC: 2024-01-01, 7d (ago)", "What may stay: 10G, 500M", "Number"}) {
    EXPECT_EQ(values_in(text), Words{}) << text;
  }
}

TEST(CompletionTree, KnowsWhatFollows) {
  const auto commands = Toy().commands();
  ASSERT_EQ(commands.size(), 4U);
  EXPECT_EQ(commands[0].commands, (Words{"get", "cache"}));
  EXPECT_EQ(commands[1].path, "wick get");
  EXPECT_EQ(commands[3].path, "wick cache ls");
  const CompletedCommand& get = commands[1];
  EXPECT_EQ(option_of(get, "--json")->follows, Follows::kNothing);
  EXPECT_EQ(option_of(get, "--from")->follows, Follows::kAnything);
  EXPECT_EQ(option_of(get, "--output")->follows, Follows::kFiles);
  EXPECT_EQ(option_of(get, "--output")->names, (Words{"-o", "--output"}));
  EXPECT_EQ(option_of(get, "--log-level")->values, (Words{"debug", "off"})) << "of the program";
  ASSERT_EQ(get.positionals.size(), 2U);
  EXPECT_EQ(get.positionals[0].follows, Follows::kAnything) << "symbols are examples";
  EXPECT_EQ(get.positionals[1].values, (Words{"spot", "futures_usdt", "um"}));
}

TEST(CompletionScript, OfBashHasATableOfWhatMayCome) {
  const std::string script = bash_completion(Toy().commands());
  for (const char* part :
       {"    'wick 0')\n      offered=(get cache) ;;\n",
        "    'wick get 1')\n      offered=(spot futures_usdt um) ;;\n",
        "    'wick get -o' | 'wick get --output')\n      compopt",
        "      'wick get')\n        offered=(-h --help -o --output --from --json --log-level) ;;\n",
        "      'wick get' | 'wick cache' | 'wick cache ls')\n        command+=",
        "complete -F _wick wick\n"}) {
    EXPECT_NE(script.find(part), std::string::npos) << part << "\n" << script;
  }
}

TEST(CompletionScript, OfZshTellsWhatEachIsFor) {
  const std::string script = zsh_completion(Toy().commands());
  EXPECT_EQ(script.find("#compdef wick\n"), 0U);
  for (const char* part : {"'get:The user'\\''s bars'\n        'cache:What is kept'",
                           "'--json:One '\\''document'\\'''", "_files\n"}) {
    EXPECT_NE(script.find(part), std::string::npos) << part << "\n" << script;
  }
}

TEST(CompletionScript, OfFishIsOneLineForEach) {
  EXPECT_EQ(
      fish_completion(Toy().commands()),
      "# Completion of wick for fish, made by: wick completion fish\n"
      "complete -c wick -f\n"
      "complete -c wick -s h -l help -d 'This text'\n"
      "complete -c wick -l version -d 'Display program version information and exit'\n"
      "complete -c wick -l log-level -x -a 'debug off' -d 'debug, off'\n"
      "complete -c wick -n '__fish_use_subcommand' -a get -d 'The user\\'s bars'\n"
      "complete -c wick -n '__fish_use_subcommand' -a cache -d 'What is kept'\n"
      "complete -c wick -n '__fish_seen_subcommand_from get' -s o -l output -r -F -d 'To a file'\n"
      "complete -c wick -n '__fish_seen_subcommand_from get' -l from -x -d 'First instant, UTC: "
      "2024-01-01'\n"
      "complete -c wick -n '__fish_seen_subcommand_from get' -l json -d 'One \\'document\\''\n"
      "complete -c wick -n '__fish_seen_subcommand_from get' -a 'spot futures_usdt um'\n"
      "complete -c wick -n '__fish_seen_subcommand_from cache; and not "
      "__fish_seen_subcommand_from ls' -a ls -d 'All of it'\n");
}

}  // namespace
}  // namespace wick::cli::completion_test
