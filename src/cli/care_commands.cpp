#include "cli/care_commands.hpp"

#include "cli/command_line.hpp"
#include "cli/compact_command.hpp"
#include "cli/repair_command.hpp"

namespace wick::cli {
namespace {

// Which part of the store: the same words for all of them.
void add_part(Command command, CareOptions& options) {
  command.add_option("SYMBOL", options.symbols, "Only these; all by default");
  command.add_option("--market", options.market, "spot, futures_usdt (um), futures_coin (cm), fx");
  command.add_option("--interval", options.interval, "1s 1m 3m ... 1d 3d 1w 1M");
  command.add_option("--provider", options.provider, "binance, okx, fxcm");
  command.add_option("--chart", options.chart, "klines, mark, index, premium, funding");
  command.add_flag("--json", options.json, "One JSON document");
}

void add_verify(Command program, VerifyOptions& options) {
  Command verify = program.add_command("verify", "Every byte of the cache against its checksums");
  add_part(verify, options.care);
  verify.add_flag("--remote", options.remote,
                  "Against the archive as well; what it has changed becomes a revision");
  verify.set_footer(
      "Exit codes: 0 all good, 1 damage was found, 2 wrong usage, 3 something could not be\n"
      "compared, 4 nothing of that is cached.\n\n"
      "Examples:\n"
      "  wick verify\n"
      "  wick verify BTCUSDT --interval 1m --remote");
  verify.runs([&options](const Shell& shell) { return run_verify(options, shell); });
}

void add_repair(Command program, CareOptions& options) {
  Command repair = program.add_command(
      "repair", "Damaged files aside, their bars fetched again, holes asked for again");
  add_part(repair, options);
  repair.set_footer(
      "Damaged files are kept in the quarantine folder of the cache. Temporary files that are\n"
      "older than an hour are removed.\n"
      "Exit codes: 0 done, 1 something could not be done, 2 wrong usage, 3 some bars are still\n"
      "to be had.\n\n"
      "Examples:\n"
      "  wick repair\n"
      "  wick repair BTCUSDT --market um");
  repair.runs([&options](const Shell& shell) { return run_repair(options, shell); });
}

void add_compact(Command program, CareOptions& options) {
  Command compact =
      program.add_command("compact", "Day files of whole months folded into one file each");
  add_part(compact, options);
  compact.set_footer(
      "No bar changes, and it may be stopped at any time. Months that ended less than three days\n"
      "ago, or that miss a day, are left as they are.\n\n"
      "Examples:\n"
      "  wick compact\n"
      "  wick compact BTCUSDT ETHUSDT --interval 1m");
  compact.runs([&options](const Shell& shell) { return run_compact(options, shell); });
}

void add_prune(Command cache, PruneOptions& options) {
  Command prune = cache.add_command("prune", "Give up what was not used for longest");
  prune.add_option("--max-size", options.size_max, "What may stay: 10G, 500M");
  prune.add_option("--before", options.before, "Only bars before that time: 2023-01-01, 365d");
  prune.add_option("--symbol", options.care.symbols, "Only these; the size counts for them alone");
  prune.add_option("--market", options.care.market,
                   "spot, futures_usdt (um), futures_coin (cm), fx");
  prune.add_option("--interval", options.care.interval, "1s 1m 3m ... 1d 3d 1w 1M");
  prune.add_option("--provider", options.care.provider, "binance, okx, fxcm");
  prune.add_option("--chart", options.care.chart, "klines, mark, index, premium, funding");
  prune.add_flag("--dry-run", options.dry_run, "Say what would go, and leave it");
  prune.add_flag("--json", options.care.json, "One JSON document");
  prune.set_footer(
      "Whole files go; logs and journals never do.\n\n"
      "Examples:\n"
      "  wick cache prune --max-size 10G --dry-run\n"
      "  wick cache prune --symbol DOGEUSDT --before 2023-01-01");
  prune.runs([&options](const Shell& shell) { return run_cache_prune(options, shell); });
}

void add_import(Command cache, ImportOptions& options) {
  Command imports = cache.add_command("import", "Take the caches of the predecessors");
  imports.add_option("DIR", options.folder, "Its cache, or any folder above").required();
  imports.add_option("--market", options.market,
                     "Only that one, and that of files whose path names none");
  imports.add_option("--provider", options.provider, "The same; binance by default");
  imports.add_flag("--check", options.check,
                   "Compare a few bars of each series with the exchange first");
  imports.add_flag("--dry-run", options.dry_run, "Say what would be taken, and write nothing");
  imports.add_flag("--json", options.json, "One JSON document");
  imports.set_footer(
      "Day files of crypto-kline-vision-data in every layout and schema of its releases, Arrow or\n"
      "Parquet, its fundings, and the files SYMBOL_INTERVAL.csv of the live predecessor (provider\n"
      "fxcm, market fx). What the cache has already stands, and DIR is only read. Keep the times\n"
      "of files when copying them (cp -p): bars that ended after their file was written are left\n"
      "out.\n"
      "Exit codes: 0 all of it, 1 given up, 2 wrong usage, 3 some of it refused, 4 nothing "
      "found.\n\n"
      "Examples:\n"
      "  wick cache import ~/.cache/crypto-kline-vision-data --dry-run\n"
      "  wick cache import old/data --market um --check");
  imports.runs([&options](const Shell& shell) { return run_cache_import(options, shell); });
}

void add_export(Command cache, ExportOptions& options) {
  Command exports = cache.add_command("export", "Plain day files, with checksums");
  exports.add_option("DIR", options.folder, "Where they go").required();
  add_part(exports, options.care);
  exports.add_option("--from", options.from, "First instant, UTC: 2024-01-01, 365d (ago)");
  exports.add_option("--to", options.to, "End, not included");
  exports.add_option("--format", options.format, "arrow, csv").show_default();
  exports.set_footer(
      "Writes DIR/PROVIDER/MARKET/klines/SYMBOL/INTERVAL/YYYY-MM-DD.arrow, each file whole or not\n"
      "at all, and DIR/manifest.json with rows, ranges and SHA-256. Files that are there already\n"
      "with the same bytes are left as they are. The network is not used.\n"
      "Exit codes: 0 done, 1 given up, 2 wrong usage, 3 part of the cache could not be read,\n"
      "4 nothing of that is cached.\n\n"
      "Examples:\n"
      "  wick cache export bars\n"
      "  wick cache export bars BTCUSDT --interval 1h --from 2024-01-01 --format csv");
  exports.runs([&options](const Shell& shell) { return run_cache_export(options, shell); });
}

void add_cache(Command program, CareChosen& chosen) {
  CareOptions& options = chosen.care;
  Command cache = program.add_group("cache", "What is kept, and how much room it takes");
  Command ls = cache.add_command("ls", "Every series: range, files, size, last use");
  add_part(ls, options);
  ls.set_footer("Example:\n  wick cache ls BTCUSDT");
  ls.runs([&options](const Shell& shell) { return run_cache_ls(options, shell); });
  Command du = cache.add_command("du", "Sizes by market, symbol and interval");
  add_part(du, options);
  du.set_footer("Example:\n  wick cache du --market um");
  du.runs([&options](const Shell& shell) { return run_cache_du(options, shell); });
  add_prune(cache, chosen.prune);
  add_import(cache, chosen.import);
  add_export(cache, chosen.exports);
  cache.set_footer("Examples:\n  wick cache ls\n  wick cache prune --max-size 10G --dry-run");
}

void add_why(Command program, WhyOptions& options) {
  Command why = program.add_command("why", "Where one bar came from, and why this one");
  why.add_option("SYMBOL", options.symbol, "BTCUSDT").required();
  why.add_option("TIME", options.time, "An instant inside the bar, UTC: 2024-03-05T10:31")
      .required();
  why.add_option("--market", options.market, "spot, futures_usdt (um), futures_coin (cm), fx")
      .show_default();
  why.add_option("--interval", options.interval, "1s 1m 3m ... 1d 3d 1w 1M; 1m by default");
  why.add_option("--provider", options.provider, "binance, okx, fxcm").show_default();
  why.add_option("--chart", options.chart, "klines, mark, index, premium, funding").show_default();
  why.add_flag("--json", options.json, "One JSON document");
  why.set_footer(
      "Looks into the cache only, never at the network. Exit code 4: nothing is cached there.\n\n"
      "Example:\n"
      "  wick why BTCUSDT 2024-03-05T10:31");
  why.runs([&options](const Shell& shell) { return run_why(options, shell); });
}

}  // namespace

void add_care_commands(Command program, CareChosen& chosen) {
  add_verify(program, chosen.verify);
  add_repair(program, chosen.care);
  add_compact(program, chosen.care);
  add_cache(program, chosen);
  add_why(program, chosen.why);
}

}  // namespace wick::cli
