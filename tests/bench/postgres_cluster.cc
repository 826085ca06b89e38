#include "tests/bench/postgres_cluster.h"

#include <pwd.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <stdexcept>
#include <thread>

namespace lectern::bench {
namespace {

namespace fs = std::filesystem;

constexpr char kSetPriv[] = "/usr/bin/setpriv";
constexpr char kUser[] = "bench";  // inside the cluster
constexpr char kClusterFolder[] = "cluster";
constexpr size_t kLongestSocketPath = 107;
constexpr char kSocketFile[] = "/.s.PGSQL.5432";
constexpr auto kPatience = std::chrono::minutes(2);
constexpr auto kLook = std::chrono::milliseconds(20);

// Whom root runs it as; null for others, who run it as themselves.
const passwd* OtherUser() {
  if (geteuid() != 0) return nullptr;
  for (const char* name : {"postgres", "nobody"})
    if (const passwd* user = getpwnam(name); user != nullptr) return user;
  throw std::runtime_error("PostgreSQL refuses to run as root, and there is neither a user postgres nor nobody");
}

// Arguments of setpriv that run `program` as the right user, told to stop when the thread that starts it ends.
std::vector<std::string> AsOtherUser(const fs::path& program, const std::vector<std::string>& arguments) {
  std::vector<std::string> all{"--pdeathsig", "INT"};
  if (const passwd* user = OtherUser(); user != nullptr)
    all.insert(all.end(),
               {"--reuid", std::to_string(user->pw_uid), "--regid", std::to_string(user->pw_gid), "--clear-groups"});
  all.insert(all.end(), {"--", program.string()});
  all.insert(all.end(), arguments.begin(), arguments.end());
  return all;
}

// Linux shares a core among sessions first, and the process that serves a connection begins one of its own: it is given
// this process's place, where this process may.
void GiveOurPlace(int backend) {
  std::ofstream("/proc/" + std::to_string(backend) + "/autogroup") << getpriority(PRIO_PROCESS, 0);
}

// Where the other user may not go, PostgreSQL only says that something is not there.
void CheckReachable(const fs::path& folder) {
  if (OtherUser() == nullptr) return;
  for (fs::path above = folder.parent_path(); above != above.root_path(); above = above.parent_path()) {
    struct stat state = {};
    if (stat(above.c_str(), &state) == 0 && (state.st_mode & S_IXOTH) == 0)
      throw std::runtime_error("run by root, PostgreSQL runs as another user, who may not enter " + above.string() +
                               "; name another folder, or open it with chmod o+x");
  }
}

std::string ConnInfo(const fs::path& folder) {
  if (folder.string().size() + sizeof kSocketFile > kLongestSocketPath)
    throw std::runtime_error("the path of " + folder.string() + " is too long for a Unix socket");
  return "host='" + folder.string() + "' user=" + kUser + " dbname=postgres";
}

std::vector<std::string> ServerArguments(const fs::path& folder, const std::vector<std::string>& settings) {
  std::vector<std::string> arguments{"-D", (folder / kClusterFolder).string(),
                                     "-c", "listen_addresses=",
                                     "-c", "unix_socket_directories=" + folder.string(),
                                     "-c", "port=5432",
                                     "-c", "unix_socket_permissions=0700"};
  for (const std::string& setting : settings) arguments.insert(arguments.end(), {"-c", setting});
  return arguments;
}

}  // namespace

PostgresConnection::PostgresConnection(const std::string& conninfo)
    : connection_(PQconnectdb(conninfo.c_str()), PQfinish) {
  if (PQstatus(connection_.get()) != CONNECTION_OK)
    throw std::runtime_error(std::string("PostgreSQL: ") + PQerrorMessage(connection_.get()));
  GiveOurPlace(PQbackendPID(connection_.get()));
  PQsetNoticeProcessor(
      connection_.get(), [](void*, const char*) {}, nullptr);
}

PostgresRows PostgresConnection::Take(PGresult* result) {
  PostgresRows rows(result);
  const ExecStatusType status = PQresultStatus(result);
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
    throw std::runtime_error(std::string("PostgreSQL: ") + PQerrorMessage(connection_.get()));
  return rows;
}

PostgresRows PostgresConnection::Run(const std::string& sql) { return Take(PQexec(connection_.get(), sql.c_str())); }

void PostgresConnection::Prepare(const std::string& name, const std::string& sql) {
  Take(PQprepare(connection_.get(), name.c_str(), sql.c_str(), 0, nullptr));
}

PostgresRows PostgresConnection::RunPrepared(const std::string& name, const std::vector<std::string>& parameters) {
  std::vector<const char*> values;
  for (const std::string& parameter : parameters) values.push_back(parameter.c_str());
  return Take(PQexecPrepared(connection_.get(), name.c_str(), static_cast<int>(values.size()), values.data(), nullptr,
                             nullptr, 0));
}

void PostgresServer::MakeCluster(const fs::path& programs, const fs::path& folder) {
  CheckReachable(folder);
  fs::remove_all(folder);
  fs::create_directories(folder);
  fs::permissions(folder, fs::perms::owner_all);
  if (const passwd* user = OtherUser(); user != nullptr && chown(folder.c_str(), user->pw_uid, user->pw_gid) != 0)
    throw std::runtime_error(folder.string() + " cannot be given to the user " + user->pw_name);
  const testing::ProgramResult made = testing::RunProgram(
      kSetPriv,
      AsOtherUser(programs / "initdb", {"-D", (folder / kClusterFolder).string(), "-U", kUser, "--auth=trust",
                                        "--encoding=UTF8", "--locale=C", "--no-sync"}),
      {}, kPatience);
  if (made.exit_code != 0) throw std::runtime_error("initdb failed:\n" + made.out + made.err);
}

PostgresServer::Process::~Process() {
  program.Signal(SIGINT);
  program.Wait(kPatience);
}

PostgresServer::PostgresServer(const fs::path& programs, const fs::path& folder,
                               const std::vector<std::string>& settings, StopSignal& signal)
    : conninfo_(ConnInfo(folder)),
      process_{{kSetPriv, AsOtherUser(programs / "postgres", ServerArguments(folder, settings))}} {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (PQping(conninfo_.c_str()) != PQPING_OK) {
    signal.Check();
    if (!process_.program.Running() || std::chrono::steady_clock::now() >= end)
      throw std::runtime_error("PostgreSQL does not start; it wrote:\n" + process_.program.err());
    std::this_thread::sleep_for(kLook);
  }
  // It is waited for after the guard is gone: the id is its own as long as the guard lives.
  guard_.emplace(signal, [id = process_.program.pid()] { kill(id, SIGINT); });
}

}  // namespace lectern::bench
