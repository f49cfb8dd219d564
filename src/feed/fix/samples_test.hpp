// For tests: messages that FXCM has published, with SOH written as '|'.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace wick::feed::fix {

inline constexpr std::string_view kLogonSample =
    "8=FIX.4.4|9=114|35=A|34=1|49=fx1294946_client1|52=20120927-13:15:34.754|56=FXCM|57=U100D1|"
    "553=fx1294946|554=123|98=0|108=30|141=Y|10=146|";
inline constexpr std::string_view kLogonReplySample =
    "8=FIX.4.4|9=92|35=A|34=1|49=FXCM|50=U100D1|52=20120927-13:15:34.810|56=fx1294946_client1|"
    "98=0|108=30|141=Y|10=187|";
inline constexpr std::string_view kRequestSample =
    "8=FIX.4.4|9=134|35=V|34=5|49=d101970033_client2|52=20180822-19:20:49.137|56=FXCM|57=U100D1|"
    "262=4|263=1|264=3|265=0|146=1|55=EUR/USD|267=2|269=0|269=1|10=189|";
inline constexpr std::string_view kSnapshotSample =
    "8=FIX.4.4|9=497|35=W|34=4|49=FXCM|50=U100D1|52=20180817-13:44:06.495|56=MD_d101968187_client1|"
    "55=EUR/JPY|228=1|231=1|460=4|9001=3|9002=0.01|9005=10|9011=0|9020=0|9080=1|9090=0|9091=0|"
    "9092=0|9093=0|9094=50000000|9095=1|9096=O|268=4|269=0|270=126.085|271=0|272=20180817|"
    "273=13:44:06.000|336=FXCM|625=PSFX|276=A|282=PSFX_DESK|299=FXCM-EURJPY-19288641|537=1|269=1|"
    "270=126.093|271=0|272=20180817|273=13:44:06.000|336=FXCM|625=PSFX|276=A|282=PSFX_DESK|"
    "299=FXCM-EURJPY-19288641|537=1|269=7|270=126.448|269=8|270=125.567|10=117|";
inline constexpr std::string_view kSamples[] = {kLogonSample, kLogonReplySample, kRequestSample,
                                                kSnapshotSample};

[[nodiscard]] inline std::string with_soh(std::string_view text) {
  std::string bytes(text);
  std::ranges::replace(bytes, '|', '\x01');
  return bytes;
}
[[nodiscard]] inline std::string with_bars(std::string_view bytes) {
  std::string text(bytes);
  std::ranges::replace(text, '\x01', '|');
  return text;
}

}  // namespace wick::feed::fix
