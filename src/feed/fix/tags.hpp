// The numbers of FIX, and of FXCM's own, by the names that their authors gave them.
#pragma once

#include <string_view>

namespace wick::feed::fix {

inline constexpr int kBeginSeqNo = 7;
inline constexpr int kEndSeqNo = 16;
inline constexpr int kMsgSeqNum = 34;
inline constexpr int kMsgType = 35;
inline constexpr int kNewSeqNo = 36;
inline constexpr int kPossDupFlag = 43;
inline constexpr int kRefSeqNum = 45;
inline constexpr int kSenderCompId = 49;
inline constexpr int kSendingTime = 52;
inline constexpr int kSymbol = 55;
inline constexpr int kTargetCompId = 56;
inline constexpr int kTargetSubId = 57;
inline constexpr int kText = 58;
inline constexpr int kEncryptMethod = 98;
inline constexpr int kHeartBtInt = 108;
inline constexpr int kTestReqId = 112;
inline constexpr int kOrigSendingTime = 122;
inline constexpr int kGapFillFlag = 123;
inline constexpr int kResetSeqNumFlag = 141;
inline constexpr int kNoRelatedSym = 146;
inline constexpr int kHeadline = 148;
inline constexpr int kMdReqId = 262;
inline constexpr int kSubscriptionRequestType = 263;
inline constexpr int kMarketDepth = 264;
inline constexpr int kMdUpdateType = 265;
inline constexpr int kNoMdEntryTypes = 267;
inline constexpr int kNoMdEntries = 268;
inline constexpr int kMdEntryType = 269;
inline constexpr int kMdEntryPx = 270;
inline constexpr int kMdEntryDate = 272;
inline constexpr int kMdEntryTime = 273;
inline constexpr int kMdReqRejReason = 281;
inline constexpr int kTradSesReqId = 335;
inline constexpr int kTradSesStatus = 340;
inline constexpr int kRefMsgType = 372;
inline constexpr int kSessionRejectReason = 373;
inline constexpr int kBusinessRejectRefId = 379;
inline constexpr int kUsername = 553;
inline constexpr int kPassword = 554;
inline constexpr int kFxcmSymPrecision = 9001;
inline constexpr int kFxcmSymPointSize = 9002;
inline constexpr int kFxcmNoParams = 9016;
inline constexpr int kFxcmParamName = 9017;
inline constexpr int kFxcmParamValue = 9018;
inline constexpr int kFxcmErrorDetails = 9029;
inline constexpr int kFxcmTradingStatus = 9096;

inline constexpr std::string_view kHeartbeat = "0";
inline constexpr std::string_view kTestRequest = "1";
inline constexpr std::string_view kResendRequest = "2";
inline constexpr std::string_view kReject = "3";
inline constexpr std::string_view kSequenceReset = "4";
inline constexpr std::string_view kLogout = "5";
inline constexpr std::string_view kLogon = "A";
inline constexpr std::string_view kNews = "B";
inline constexpr std::string_view kMarketDataRequest = "V";
inline constexpr std::string_view kMarketDataSnapshot = "W";
inline constexpr std::string_view kMarketDataReject = "Y";
inline constexpr std::string_view kTradingSessionStatusRequest = "g";
inline constexpr std::string_view kTradingSessionStatus = "h";
inline constexpr std::string_view kBusinessReject = "j";

}  // namespace wick::feed::fix
