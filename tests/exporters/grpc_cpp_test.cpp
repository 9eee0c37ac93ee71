#include <signal.h>

#include <QElapsedTimer>
#include <QtTest>
#include <memory>
#include <set>

#include "exporters/exporter.h"
#include "exporters/paths.h"
#include "tests/exporters/contract_projects.h"
#include "tests/exporters/tools.h"
#include "tests/exporters/written_files.h"

using namespace exporters;

namespace {

constexpr int patience = 20000;  // [ms]

std::vector<File> skeletonFiles(const model::Project& project) {
    auto files = projects::exported(project, "grpc-cpp");
    if (!files) qFatal("%s", files.error().text().c_str());
    return *files;
}

/// A program that runs beside the test and whose lines are read.
class Running {
public:
    Running(const QString& program, const QStringList& arguments,
            const QMap<QString, QString>& variables = {}) {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (auto at = variables.begin(); at != variables.end(); ++at)
            environment.insert(at.key(), at.value());
        m_process.setProcessEnvironment(environment);
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.start(program, arguments);
    }
    ~Running() {
        m_process.kill();
        m_process.waitForFinished(5000);
    }

    /// The rest of the first line that begins so; empty when none comes in time.
    QString lineAfter(const QString& beginning) {
        QElapsedTimer timer;
        timer.start();
        while (timer.elapsed() < patience) {
            for (const QString& line : m_output.split('\n'))
                if (line.startsWith(beginning) && m_output.contains(line + "\n"))
                    return line.mid(beginning.size());
            if (m_process.state() == QProcess::NotRunning) break;
            m_process.waitForReadyRead(100);
            m_output += QString::fromUtf8(m_process.readAll());
        }
        return {};
    }
    QString output() {
        m_process.waitForReadyRead(10);
        return m_output += QString::fromUtf8(m_process.readAll());
    }
    void terminate() { ::kill(static_cast<pid_t>(m_process.processId()), SIGTERM); }
    /// The exit code; -1 when it does not end in time or ends by a signal.
    int wait() {
        if (m_process.state() != QProcess::NotRunning && !m_process.waitForFinished(patience)) return -1;
        return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
    }

private:
    QProcess m_process;
    QString m_output;
};

bool isComment(const QString& line) {
    return line.trimmed().startsWith("//");
}

}  // namespace

class GrpcCppTest : public QObject {
    Q_OBJECT

    /// Kept between runs, so that only what has changed is compiled again.
    const QString m_folder = QDir::cleanPath(QString(LINTEL_BIN_DIR) + "/../exported_service");
    const QString m_client = m_folder + "/client/grpc_client";
    const QString m_program = m_folder + "/build/service";
    bool m_built = false;

    static tools::Answer build(const QString& source, const QString& folder) {
        QStringList configure = {"-G",
                                 "Ninja",
                                 "-S",
                                 source,
                                 "-B",
                                 folder,
                                 "-DCMAKE_BUILD_TYPE=Debug",
                                 "-DCMAKE_CXX_FLAGS=-Wall -Wextra -Werror"};
        if (const QString ccache = tools::find("ccache"); !ccache.isEmpty())
            configure << "-DCMAKE_CXX_COMPILER_LAUNCHER=" + ccache;
        const auto configured = tools::run("cmake", configure);
        return configured.code == 0 ? tools::run("cmake", {"--build", folder}) : configured;
    }

    std::unique_ptr<Running> start(QMap<QString, QString> variables = {}) {
        variables["PORT"] = "0";
        variables["LISTEN_ADDRESS"] = "127.0.0.1";
        return std::make_unique<Running>(m_program, QStringList(), variables);
    }

    /// `CODE HEX MESSAGE`
    QString call(const QString& address, const QString& method, const QString& hex = "") {
        return tools::run(m_client, {"call", address, method, hex}).output.trimmed();
    }

    static QString health(const QString& service) {
        const QByteArray name = service.toUtf8();
        if (name.isEmpty()) return "";
        return "0a" + QByteArray(1, static_cast<char>(name.size())).toHex() + name.toHex();
    }

private slots:
    void theSameModelGivesTheSameBytes() {
        QCOMPARE(skeletonFiles(projects::shop()), skeletonFiles(projects::shop()));
        QCOMPARE(skeletonFiles(projects::hostile()), skeletonFiles(projects::hostile()));
    }

    void filesLieWhereTheirOwnersExpectThem() {
        for (const File& file : skeletonFiles(projects::hostile())) {
            QCOMPARE(pathProblem(file), std::string());
            const bool generated = file.path.rfind("gen/", 0) == 0;
            QCOMPARE(file.ownership, generated ? Ownership::Generated : Ownership::Scaffold);
        }
    }

    void externalServicesHaveNoSkeleton() {
        std::set<std::string> folders;
        for (const File& file : skeletonFiles(projects::shop()))
            if (file.path.rfind("services/", 0) == 0)
                folders.insert(file.path.substr(9, file.path.find('/', 9) - 9));
        QCOMPARE(folders, (std::set<std::string>{"baskets", "inventory", "orders", "payments", "shipping"}));
    }

    /// Names and descriptions appear in comments and in the README, nowhere else.
    void hostileTextStaysInComments() {
        for (const File& file : skeletonFiles(projects::hostile())) {
            const QString path = QString::fromStdString(file.path);
            if (path.endsWith(".md") || path.endsWith(".proto")) continue;
            const bool isCode = path.endsWith(".cpp") || path.endsWith(".h");
            for (const QString& line : QString::fromStdString(file.content).split('\n')) {
                for (const char* piece :
                     {"message Evil", "option evil", "int x", "touch x", "@PROJECT@", "etc/passwd"})
                    QVERIFY2(!line.contains(piece) || (isCode && isComment(line)),
                             qPrintable(path + ": " + line));
                QVERIFY2(!isCode || !line.endsWith('\\'), qPrintable(path + ": " + line));
            }
        }
    }

    void retriesAreForIdempotentOperationsOnly() {
        std::string clients;
        for (const File& file : skeletonFiles(projects::shop()))
            if (file.path == "gen/cpp/orders/clients.cpp") clients = file.content;
        QVERIFY(
            clients.find(
                R"("Reserve", 2000, "POLICY_FAST_TIMEOUT_MS", std::nullopt, "", Retry{3, 0.02, 0.2, 2}})") !=
            std::string::npos);
        QVERIFY(
            clients.find(R"("Charge", 800, "POLICY_CAREFUL_TIMEOUT_MS", std::nullopt, "", std::nullopt})") !=
            std::string::npos);
    }

    /// gRPC's waits are powers of a factor.
    void otherBackoffsAreWrittenAsTheNearest() {
        const auto clientsWith = [](model::BackoffKind kind) {
            model::Project project = projects::shop();
            model::CallPolicy fast = *project.policies.find(model::CallPolicyId("fast"));
            fast.retry->backoff = kind;
            fast.retry->factor = 3;
            project.policies = project.policies.with(fast);
            for (const File& file : skeletonFiles(project))
                if (file.path == "gen/cpp/orders/clients.cpp") return file.content;
            return std::string();
        };
        using model::BackoffKind;
        QVERIFY(clientsWith(BackoffKind::WholeMilliseconds).find("Retry{3, 0.02, 0.2, 3}") !=
                std::string::npos);
        QVERIFY(clientsWith(BackoffKind::Doubling).find("Retry{3, 0.02, 0.2, 2}") != std::string::npos);
        QVERIFY(clientsWith(BackoffKind::Constant).find("Retry{3, 0.02, 0.02, 1}") != std::string::npos);
    }

    /// What is given by quantiles is written by mean and cv; what was measured stays as it is.
    void timesAreWrittenInEachWay() {
        std::string operations;
        for (const File& file : skeletonFiles(projects::shop()))
            if (file.path.rfind("gen/cpp/orders/", 0) == 0) operations += file.content;
        QVERIFY(operations.find("synthetic::samples({1e-04, 2e-04})") != std::string::npos);
        QVERIFY(operations.find("synthetic::histogram({0, 0.001}, {3})") != std::string::npos);
        // The median is the mean over exp(s^2 / 2), with s = ln(8) / 2.3263 = 0.8939.
        QVERIFY(operations.find("synthetic::logNormal(0.000149") != std::string::npos);
    }

    void builds() {
        REQUIRE_TOOL("cmake");
        REQUIRE_TOOL("ninja");
        REQUIRE_TOOL("protoc");
        REQUIRE_TOOL("grpc_cpp_plugin");
        QVERIFY(written::put(m_folder + "/files", skeletonFiles(projects::shop())));
        const auto service = build(m_folder + "/files/services/orders", m_folder + "/build");
        QVERIFY2(service.code == 0, qPrintable(service.output));
        const auto client =
            build(QString(LINTEL_SOURCE_DIR) + "/tests/exporters/grpc_client", m_folder + "/client");
        QVERIFY2(client.code == 0, qPrintable(client.output));
        m_built = true;
    }

    void answersHealthReflectionAndEachOperation() {
        if (!m_built) QSKIP("the exported service was not built");
        const auto server = start();
        const QString address = server->lineAfter("listening on ");
        QVERIFY2(!address.isEmpty(), qPrintable(server->output()));
        QCOMPARE(call(address, "/grpc.health.v1.Health/Check", health("")), QString("0 0801"));
        QCOMPARE(call(address, "/grpc.health.v1.Health/Check", health("acme.ordering.v1.OrdersService")),
                 QString("0 0801"));
        QVERIFY(call(address, "/grpc.health.v1.Health/Check", health("nobody")).startsWith("5"));
        for (const char* method : {"PlaceOrder", "OrderStatus", "SlowReport"})
            QCOMPARE(call(address, QString("/acme.ordering.v1.OrdersService/") + method), QString("0"));
        QVERIFY(call(address, "/acme.ordering.v1.OrdersService/Nothing").startsWith("12"));
        // list_services, then the files with the two services: field 7, field 4.
        const QString listed = tools::run(m_client, {"reflect", address, "3a00"}).output;
        for (const QByteArray& name :
             QByteArrayList{"grpc.health.v1.Health", "acme.ordering.v1.OrdersService"}) {
            QVERIFY2(listed.contains(name.toHex()), qPrintable(listed));
            const QString question =
                "22" + QByteArray(1, static_cast<char>(name.size())).toHex() + name.toHex();
            const QString described = tools::run(m_client, {"reflect", address, question}).output;
            QVERIFY2(described.contains(QByteArray(".proto").toHex()), qPrintable(described));
        }
        server->terminate();
        QCOMPARE(server->wait(), 0);
    }

    void finishesRequestsBeforeItStops() {
        if (!m_built) QSKIP("the exported service was not built");
        const auto server = start();
        const QString address = server->lineAfter("listening on ");
        QVERIFY2(!address.isEmpty(), qPrintable(server->output()));
        QCOMPARE(call(address, "/acme.ordering.v1.OrdersService/OrderStatus"), QString("0"));
        Running slow(m_client, {"send", address, "/acme.ordering.v1.OrdersService/SlowReport", ""});
        QVERIFY(!slow.lineAfter("sent").isNull());
        QTest::qWait(300);  // The report takes 1.5 s.
        QElapsedTimer timer;
        timer.start();
        server->terminate();
        QCOMPARE(slow.wait(), 0);
        QCOMPARE(server->wait(), 0);
        QVERIFY2(timer.elapsed() < 10000, "the modelled grace period is 10 s");
        QVERIFY(server->output().contains("stopped"));
    }

    void cancelsWhatOutlastsTheDrain() {
        if (!m_built) QSKIP("the exported service was not built");
        const auto server = start({{"DRAIN_SECONDS", "0"}});
        const QString address = server->lineAfter("listening on ");
        QVERIFY2(!address.isEmpty(), qPrintable(server->output()));
        QCOMPARE(call(address, "/acme.ordering.v1.OrdersService/OrderStatus"), QString("0"));
        Running slow(m_client, {"send", address, "/acme.ordering.v1.OrdersService/SlowReport", ""});
        QVERIFY(!slow.lineAfter("sent").isNull());
        QTest::qWait(300);
        server->terminate();
        QCOMPARE(server->wait(), 0);
        QCOMPARE(slow.wait(), 1);
    }

    void retriesAnIdempotentCallThatFails() {
        if (!m_built) QSKIP("the exported service was not built");
        Running peer(m_client, {"peer", "2", "0"});
        const QString port = peer.lineAfter("listening ");
        const auto server = start({{"INVENTORY_ADDRESS", "127.0.0.1:" + port}});
        const QString address = server->lineAfter("listening on ");
        QVERIFY2(!address.isEmpty(), qPrintable(server->output()));
        QCOMPARE(call(address, "/acme.ordering.v1.OrdersService/PlaceOrder"), QString("0"));
        peer.lineAfter("request ");
        QTRY_COMPARE(peer.output().count("request /acme.inventory.v1.InventoryService/Reserve"), 3);
    }

    void repeatsAnAttemptThatTakesTooLong() {
        if (!m_built) QSKIP("the exported service was not built");
        Running peer(m_client, {"peer", "0", "1"});
        const QString port = peer.lineAfter("listening ");
        const auto server = start({{"INVENTORY_ADDRESS", "127.0.0.1:" + port}});
        const QString address = server->lineAfter("listening on ");
        QVERIFY2(!address.isEmpty(), qPrintable(server->output()));
        QCOMPARE(call(address, "/acme.ordering.v1.OrdersService/PlaceOrder"), QString("0"));
        QTRY_COMPARE(peer.output().count("request /acme.inventory.v1.InventoryService/Reserve"), 2);
    }

    void doesNotRepeatOtherCalls() {
        if (!m_built) QSKIP("the exported service was not built");
        Running peer(m_client, {"peer", "1", "0"});
        const QString port = peer.lineAfter("listening ");
        const auto server = start({{"PAYMENTS_ADDRESS", "127.0.0.1:" + port}});
        const QString address = server->lineAfter("listening on ");
        QVERIFY2(!address.isEmpty(), qPrintable(server->output()));
        QVERIFY(call(address, "/acme.ordering.v1.OrdersService/PlaceOrder").startsWith("14 "));
        QTRY_COMPARE(peer.output().count("request /acme.payment.v1.PaymentsService/Charge"), 1);
    }

    void refusesVariablesThatAreNoNumbers() {
        if (!m_built) QSKIP("the exported service was not built");
        Running server(m_program, {}, {{"PORT", "eighty"}});
        QCOMPARE(server.wait(), 2);
        QVERIFY2(server.output().contains("PORT: found 'eighty'"), qPrintable(server.output()));
    }
};

QTEST_GUILESS_MAIN(GrpcCppTest)
#include "grpc_cpp_test.moc"
