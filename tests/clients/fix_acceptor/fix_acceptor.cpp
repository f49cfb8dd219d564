// fix_acceptor PORT SENDER PASSWORD DICTIONARY: a broker made of QuickFIX, which shares no code
// with ours. The dictionary is what it may hear.
//
// It answers like FXCM's, says what it hears on stdout, and does what lines of stdin say:
//   tick SYMBOL BID ASK    sends a quote, where it is subscribed to
//   market open|closed     sends the state of the market
//   refuse SYMBOL          requests for it are refused from here on
//   test                   asks whether anybody is there
//   skip N                 leaves out N numbers: what is sent next comes too early
//   low                    begins to count anew: what is sent next comes too late
//   forget N               believes that it never got the last N messages, and asks for them
//   logout TEXT            says farewell
//   cut                    hangs up without a word
#include <quickfix/Application.h>
#include <quickfix/MessageStore.h>
#include <quickfix/Session.h>
#include <quickfix/SessionSettings.h>
#include <quickfix/ThreadedSocketAcceptor.h>

#include <iostream>
#include <map>
#include <mutex>
#include <set>
#include <sstream>
#include <string>

namespace {

std::string text(const FIX::FieldMap& fields, int tag) {
  return fields.isSetField(tag) ? fields.getField(tag) : std::string();
}

std::string symbol_of(const FIX::Message& request) {
  FIX::Group symbols(146, 55);
  return request.hasGroup(1, symbols) ? request.getGroup(1, symbols).getField(55) : std::string();
}

class Broker : public FIX::Application {
 public:
  explicit Broker(std::string password) : password_(std::move(password)) {}

  void obey(const std::string& line) {
    const std::lock_guard<std::recursive_mutex> lock(mutex_);
    std::istringstream words(line);
    std::string verb, one, two, three;
    words >> verb >> one >> two >> three;
    FIX::Session* const session = FIX::Session::lookupSession(id_);
    if (verb == "refuse") refused_.insert(one);
    if (verb == "tick" && requests_.count(one) != 0) quote(one, two, three);
    if (verb == "market") status("0", one == "open" ? "2" : "3");
    if (session == nullptr) return;
    if (verb == "test") send(made("1", {{112, "are you there"}}));
    if (verb == "skip") {
      session->setNextSenderMsgSeqNum(session->getExpectedSenderNum() + std::stoi(one));
    }
    if (verb == "low") session->setNextSenderMsgSeqNum(1);
    if (verb == "forget") {
      session->setNextTargetMsgSeqNum(session->getExpectedTargetNum() - std::stoi(one));
    }
    if (verb == "logout") session->logout(line.substr(7));
    if (verb == "cut") session->disconnect();
  }

  void onCreate(const FIX::SessionID& id) override { id_ = id; }
  void onLogon(const FIX::SessionID&) override { tell("logged on"); }
  void onLogout(const FIX::SessionID&) override {
    tell("logged out");
    FIX::Session::lookupSession(id_)->logon();  // it would stay away otherwise
    const std::lock_guard<std::recursive_mutex> lock(mutex_);
    requests_.clear();
  }
  void toAdmin(FIX::Message& message, const FIX::SessionID&) override { name_desk(message); }
  void toApp(FIX::Message& message, const FIX::SessionID&) throw(FIX::DoNotSend) override {
    name_desk(message);
  }

  void fromAdmin(const FIX::Message& message,
                 const FIX::SessionID&) throw(FIX::FieldNotFound, FIX::IncorrectDataFormat,
                                              FIX::IncorrectTagValue, FIX::RejectLogon) override {
    const std::string type = text(message.getHeader(), 35);
    tell("heard " + type + " " + text(message, 112) + text(message, 58) + text(message, 36));
    if (type == "A" && text(message, 554) != password_) {
      throw FIX::RejectLogon("Invalid user name or password");
    }
    if (text(message.getHeader(), 57) != "U100D1") throw FIX::RejectLogon("no such session");
  }

  void fromApp(const FIX::Message& message,
               const FIX::SessionID&) throw(FIX::FieldNotFound, FIX::IncorrectDataFormat,
                                            FIX::IncorrectTagValue,
                                            FIX::UnsupportedMessageType) override {
    const std::string type = text(message.getHeader(), 35);
    const std::lock_guard<std::recursive_mutex> lock(mutex_);
    if (type == "g") status(text(message, 335), "2");
    if (type == "V") subscribe(symbol_of(message), text(message, 262), text(message, 263));
    tell("heard " + type + " " + text(message, 263) + " " + symbol_of(message));
  }

 private:
  using Fields = std::map<int, std::string>;

  static void name_desk(FIX::Message& message) { message.getHeader().setField(50, "U100D1"); }

  void tell(const std::string& line) {
    const std::lock_guard<std::mutex> lock(voice_);
    std::cout << line << std::endl;
  }
  FIX::Message made(const std::string& type, const Fields& fields) const {
    FIX::Message message;
    message.getHeader().setField(35, type);
    for (const auto& field : fields) message.setField(field.first, field.second);
    return message;
  }
  void send(FIX::Message message) { FIX::Session::sendToTarget(message, id_); }

  void status(const std::string& request, const std::string& state) {
    FIX::Message message = made("h", {{336, "FXCM"}, {335, request}, {340, state}});
    for (const char* const name : {"EUR/USD", "XAU/USD"}) {
      FIX::Group instrument(146, 55);
      instrument.setField(55, name);
      instrument.setField(9001, name[0] == 'E' ? "5" : "2");
      instrument.setField(9002, name[0] == 'E' ? "0.0001" : "0.01");
      instrument.setField(9096, "O");
      message.addGroup(instrument);
    }
    const Fields params{{1, "SERVER_TIME_UTC=UTC"}, {2, "END_TRADING_DAY=21:00:00"}};
    for (const auto& param : params) {
      const std::size_t equals = param.second.find('=');
      FIX::Group group(9016, 9017);
      group.setField(9017, param.second.substr(0, equals));
      group.setField(9018, param.second.substr(equals + 1));
      message.addGroup(group);
    }
    send(message);
  }

  void subscribe(const std::string& symbol, const std::string& request, const std::string& kind) {
    if (kind == "2") {
      requests_.erase(symbol);
    } else if (refused_.count(symbol) != 0) {
      send(made("Y", {{262, request}, {281, "0"}, {58, "Unknown symbol"}}));
    } else {
      requests_[symbol] = request;
      quote(symbol, "1.5", "1.75");
    }
  }

  // QuickFIX writes the fields of a group in the order of their numbers.
  void quote(const std::string& symbol, const std::string& bid, const std::string& ask) {
    const FIX::UtcTimeStamp now;
    const std::string when = FIX::UtcTimeStampConvertor::convert(now);
    FIX::Message message = made("W", {{55, symbol}, {9001, "5"}, {9020, "0"}, {9096, "O"}});
    const Fields sides{{0, bid}, {1, ask}, {7, "9"}, {8, "0.5"}};
    for (const auto& side : sides) {
      FIX::Group entry(268, 269);
      entry.setField(269, std::to_string(side.first));
      entry.setField(270, side.second);
      if (side.first < 2) {
        entry.setField(272, when.substr(0, 8));
        entry.setField(273, when.substr(9, 8) + ".000");
        entry.setField(537, "1");
      }
      message.addGroup(entry);
    }
    send(message);
  }

  const std::string password_;
  std::recursive_mutex mutex_;  // hanging up says so from within
  std::mutex voice_;
  FIX::SessionID id_;
  std::map<std::string, std::string> requests_;
  std::set<std::string> refused_;
};

std::string settings(const std::string& port, const std::string& client,
                     const std::string& dictionary) {
  return "[DEFAULT]\nConnectionType=acceptor\nSocketReuseAddress=Y\nSocketAcceptPort=" + port +
         "\nStartTime=00:00:00\nEndTime=00:00:00\nResetOnLogon=Y\nUseDataDictionary=Y\n"
         "DataDictionary=" +
         dictionary + "\n" +
         "[SESSION]\nBeginString=FIX.4.4\nSenderCompID=FXCM\nTargetCompID=" + client + "\n";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  std::istringstream text(settings(argv[1], argv[2], argv[4]));
  const FIX::SessionSettings read(text);
  Broker broker(argv[3]);
  FIX::MemoryStoreFactory store;
  FIX::ThreadedSocketAcceptor acceptor(broker, store, read);
  acceptor.start();
  std::cout << "ready" << std::endl;
  for (std::string line; std::getline(std::cin, line);) broker.obey(line);
  acceptor.stop(true);
  return 0;
}
