#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <functional>
#include <random>

#include "exporters/exporter.h"
#include "exporters/kubernetes/consistency.h"
#include "exporters/kubernetes/network_policies.h"
#include "exporters/kubernetes/objects.h"
#include "model/json/json.h"
#include "tests/exporters/python.h"
#include "tests/exporters/shop_project.h"

using namespace exporters;

namespace {

const QString schemas = QString(LINTEL_SOURCE_DIR) + "/../shared/schemas/kubernetes";

Exporter exporterToTest() {
    for (const Exporter& exporter : exporterList())
        if (exporter.id == "kubernetes") return exporter;
    return {};
}

model::Result<std::vector<File>> rendered(const model::Project& project) {
    return exporterToTest().render(project);
}

std::string contentOf(const model::Project& project, const std::string& path) {
    const auto files = rendered(project);
    if (!files) return files.error().text();
    for (const File& file : *files)
        if (file.path == path) return file.content;
    return {};
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

void write(const QDir& folder, const File& file) {
    const QString path = folder.filePath(QString::fromStdString(file.path));
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile out(path);
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write(QByteArray::fromStdString(file.content));
}

/// All manifests of the projects by strict schemas, in one run of the script.
void validate(const std::vector<model::Project>& projects) {
    if (!QDir(schemas).exists()) QSKIP("the strict schemas of Kubernetes are not there");
    QTemporaryDir folder;
    QStringList arguments = {schemas};
    for (std::size_t i = 0; i < projects.size(); ++i) {
        const auto files = rendered(projects[i]);
        QVERIFY2(files.has_value(), files ? "" : files.error().text().c_str());
        const QDir place(folder.filePath(QString::number(i)));
        for (const File& file : *files) {
            write(place, file);
            const QString path = QString::fromStdString(file.path);
            if (path.endsWith(".yaml") && path != "kubernetes/kustomization.yaml")
                arguments.append(place.filePath(path));
        }
    }
    QVERIFY(arguments.size() > 3);
    const python::Answer answer = python::run("validate_kubernetes.py", arguments);
    if (answer.code == 77) QSKIP(qPrintable("manifests cannot be validated: " + answer.output));
    QVERIFY2(answer.code == 0, qPrintable(answer.output.left(4000)));
}

/// The shop with one deployment changed; the error that this gives.
std::string errorWith(const std::function<void(model::Deployment&)>& change) {
    model::Project project = shop::project();
    model::Deployment order = *project.deployments.find(model::DeploymentId("order"));
    change(order);
    project.deployments = project.deployments.with(order);
    const auto files = rendered(project);
    return files ? std::string() : files.error().text();
}

const std::vector<std::string> hostileTexts = {
    "\"quoted\" and 'quoted'",
    "line\nbreak\n---\nkind: ClusterRoleBinding",
    "{{ .Values.secret }}",
    "$(PATH) ${PATH} `id`",
    "../../etc/passwd",
    "日本語 – Größe 😀\u2028\u202e",
    std::string(500, 'x'),
    "yes",
    "# comment",
    ": - [",
    std::string("a\0b", 3),
    "\xff\xfe",
    "*/ <!-- ]]>",
};

model::Project hostileProject(const std::string& text) {
    model::Project project = shop::project();
    project.name = project.organisation = project.description = text;
    std::vector<model::Service> services;
    for (model::Service service : project.services) {
        service.name = service.description = service.technology = text;
        services.push_back(service);
    }
    project.services = model::Collection<model::Service>(std::move(services));
    model::Team team = *project.teams.find(model::TeamId("core"));
    team.name = text;
    project.teams = project.teams.with(team);
    return project;
}

/// Lines that begin an object's kind, without the texts of users.
QStringList kindsOf(const std::string& text) {
    QStringList kinds;
    for (const QString& line : QString::fromStdString(text).split('\n'))
        if (line.startsWith("kind:") || line == "---") kinds.append(line);
    return kinds;
}

}  // namespace

class KubernetesTest : public QObject {
    Q_OBJECT

private slots:
    void isValidByStrictSchemas() { validate({shop::project()}); }

    void samplesAreValid_data() {
        QTest::addColumn<QString>("sample");
        for (const char* sample : {"online-boutique", "shop"}) QTest::addRow("%s", sample) << QString(sample);
    }
    void samplesAreValid() {
        QFETCH(QString, sample);
        QFile file(QString(LINTEL_SOURCE_DIR) + "/samples/" + sample + ".lintel");
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto parsed = model::parseProject(file.readAll().toStdString());
        QVERIFY2(parsed.has_value(), parsed ? "" : parsed.error().text().c_str());
        validate({parsed->project});
    }

    void emptyProjectIsValid() { validate({model::Project{}}); }

    void isTheSameTwice() { QCOMPARE(*rendered(shop::project()), *rendered(shop::project())); }

    void leavesExternalServicesOut() {
        QVERIFY(contentOf(shop::project(), "gen/kubernetes/card-network.yaml").empty());
        QVERIFY(!contentOf(shop::project(), "gen/kubernetes/billing.yaml").empty());
        QVERIFY(has(contentOf(shop::project(), "kubernetes/externals.yaml"), "card-network"));
    }

    void scalesAsTheModelSays() {
        using namespace model;
        Project project = shop::project();
        Deployment order = *project.deployments.find(DeploymentId("order"));
        const std::string before = contentOf(project, "gen/kubernetes/order.yaml");
        QVERIFY(has(before, "value: 10\n"));
        order.autoscaling->scaleDown =
            ScalingDirection{ScalingSelect::Min, seconds(60), {{ScalingUnit::Pods, 3, seconds(90), {}}}, {}};
        order.readiness = Probe{seconds(7), seconds(4), 2, 5, {}};
        order.memoryUse.emplace();
        order.autoscaling->targetMemoryPercent = 63;
        project.deployments = project.deployments.with(order);
        const std::string after = contentOf(project, "gen/kubernetes/order.yaml");
        for (const char* line :
             {"selectPolicy: Min", "stabilizationWindowSeconds: 60", "value: 3", "periodSeconds: 90",
              "initialDelaySeconds: 7", "successThreshold: 2", "name: memory", "averageUtilization: 63"}) {
            QVERIFY2(!has(before, line), line);
            QVERIFY2(has(after, line), line);
        }
        QVERIFY(!has(after, "value: 10\n"));
        QVERIFY(has(after, "value: 100\n"));
        validate({project});
    }

    void scalesByEventsWithKeda() {
        using namespace model;
        for (const Broker broker : {Broker::Kafka, Broker::RabbitMq}) {
            Project project = shop::project();
            const Operation* consumer = nullptr;
            for (const Operation& operation : project.services.find(ServiceId("shipping"))->operations)
                if (operation.subscription) consumer = &operation;
            QVERIFY(consumer);
            Channel channel = *project.channels.find(consumer->subscription->channel);
            channel.broker = broker;
            project.channels = project.channels.with(channel);
            Deployment shipping = shop::deployment("shipping", 1);
            if (const Deployment* const known = deploymentOf(project, ServiceId("shipping")))
                shipping = *known;
            shipping.autoscaling = Autoscaling{0, 7, 80, {}};
            shipping.autoscaling->events = EventScaling{channel.id, "", 12, 3, seconds(20), seconds(200), {}};
            project.deployments = project.deployments.with(shipping);
            const std::string text = contentOf(project, "gen/kubernetes/shipping.yaml");
            QVERIFY2(has(text, "kind: ScaledObject"), text.c_str());
            QVERIFY(!has(text, "HorizontalPodAutoscaler\n") && !has(text, "\n  replicas:") &&
                    !has(text, "PodDisruptionBudget"));
            for (const char* line : {"pollingInterval: 20", "cooldownPeriod: 200", "minReplicaCount: 0",
                                     "maxReplicaCount: 7", "scaleDown:"})
                QVERIFY2(has(text, line), line);
            if (broker == Broker::Kafka) {
                QVERIFY(has(text, "lagThreshold: \"12\"") && has(text, "activationLagThreshold: \"3\""));
                QVERIFY(has(text, ".svc:9092") && has(text, "consumerGroup: shipping"));
            } else {
                QVERIFY(has(text, "mode: QueueLength") && has(text, "value: \"12\""));
                QVERIFY(has(text, "queueName: " + channel.id.value() + ".shipping"));
            }
            validate({project});
        }
    }

    void sizesByWhatIsUsed() {
        using namespace model;
        Project project = shop::project();
        Deployment order = *project.deployments.find(DeploymentId("order"));
        order.autoscaling.reset();
        order.replicas = 3;
        order.verticalScaling.emplace();
        order.verticalScaling->minCpuMilli = 60;
        order.verticalScaling->maxCpuMilli = 2500;
        project.deployments = project.deployments.with(order);
        const std::string text = contentOf(project, "gen/kubernetes/order.yaml");
        QVERIFY2(has(text, "apiVersion: autoscaling.k8s.io/v1\nkind: VerticalPodAutoscaler\n"), text.c_str());
        for (const char* part :
             {"spec:\n  targetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: order\n",
              "  updatePolicy:\n    updateMode: Recreate\n    minReplicas: 2\n", "- containerName: server\n",
              "minAllowed:\n          cpu: \"60m\"\n", "maxAllowed:\n          cpu: \"2500m\"\n",
              "controlledResources:\n          - cpu\n", "controlledValues: RequestsAndLimits\n"})
            QVERIFY2(has(text, part), part);
        QVERIFY(has(text, "\n  replicas: 3\n") && has(text, "kind: PodDisruptionBudget"));
        QVERIFY(has(contentOf(project, "gen/kubernetes/README.md"), "`--target-cpu-percentile`"));
    }

    void probesAndRollsOutAsTheModelSays() {
        using namespace model;
        Project project = shop::project();
        Deployment order = *project.deployments.find(DeploymentId("order"));
        const auto stated = [](double delay, double period, int failures, double timeout) {
            Probe probe{seconds(delay), seconds(period), 1, failures, {}};
            probe.timeout = seconds(timeout);
            return probe;
        };
        order.startup = stated(1, 3, 41, 4);
        order.liveness = stated(11, 17, 5, 6);
        order.readiness = stated(2, 19, 7, 8);
        order.rollout.emplace();
        order.rollout->maxSurge = 40;
        order.rollout->maxUnavailable = 15;
        order.rollout->minReady = seconds(9);
        order.rollout->progressDeadline = seconds(321);
        project.deployments = project.deployments.with(order);
        const std::string rolling = contentOf(project, "gen/kubernetes/order.yaml");
        for (const char* line :
             {"periodSeconds: 3\n", "failureThreshold: 41", "timeoutSeconds: 4", "initialDelaySeconds: 11",
              "periodSeconds: 17", "timeoutSeconds: 6", "periodSeconds: 19", "timeoutSeconds: 8",
              "maxSurge: \"40%\"", "maxUnavailable: \"15%\"", "minReadySeconds: 9",
              "progressDeadlineSeconds: 321"})
            QVERIFY2(has(rolling, line), line);
        validate({project});
        order.rollout->strategy = RolloutStrategy::Recreate;
        project.deployments = project.deployments.with(order);
        const std::string anew = contentOf(project, "gen/kubernetes/order.yaml");
        QVERIFY(has(anew, "type: Recreate") && !has(anew, "rollingUpdate"));
        validate({project});
    }

    void leavesReplicasToTheAutoscaler() {
        const std::string order = contentOf(shop::project(), "gen/kubernetes/order.yaml");
        QVERIFY(!has(order, "\n  replicas:"));
        QVERIFY(has(order, "minReplicas: 3") && has(order, "maxReplicas: 10") &&
                has(order, "averageUtilization: 60"));
        QVERIFY(has(contentOf(shop::project(), "gen/kubernetes/payment.yaml"), "\n  replicas: 2\n"));
    }

    void budgetsOnlyWhereReplicasAre() {
        QVERIFY(has(contentOf(shop::project(), "gen/kubernetes/order.yaml"), "kind: PodDisruptionBudget"));
        QVERIFY(
            !has(contentOf(shop::project(), "gen/kubernetes/shipping.yaml"), "kind: PodDisruptionBudget"));
    }

    void tellsServicesWhatTheyTalkTo() {
        const std::string order = contentOf(shop::project(), "gen/kubernetes/order.yaml");
        QVERIFY(has(order, "PAYMENT_ADDRESS: payment:50051"));
        QVERIFY(has(order, "ORDERS_DB_STORE_ADDRESS: orders-db:5432"));
        QVERIFY(has(order, "KAFKA_BROKER_ADDRESS: kafka:9092"));
        QVERIFY(has(order, "POLICY_FAST_TIMEOUT_MS: \"250\""));
        const std::string payment = contentOf(shop::project(), "gen/kubernetes/payment.yaml");
        QVERIFY(has(payment, "POLICY_PATIENT_TIMEOUT_MS: \"1501\""));
        QVERIFY(has(payment, "CARD_NETWORK_ADDRESS: card-network:443"));
        QVERIFY(has(payment, "service: acme.paying.v1.PaymentService"));
    }

    void restartsPodsWhenTheirConfigurationChanges() {
        const auto checksum = [](const model::Project& project) {
            const std::string text = contentOf(project, "gen/kubernetes/order.yaml");
            return text.substr(text.find("checksum/config"), 40);
        };
        model::Project project = shop::project();
        project.policies = project.policies.with(shop::policy("fast", 251));
        QVERIFY(checksum(project) != checksum(shop::project()));
    }

    void letsThroughWhatIsModelledAndNothingElse() {
        const model::Project project = shop::project();
        const kube::System system = kube::systemOf(project);
        const std::vector<Yaml> policies = kube::networkPolicies(system);
        QCOMPARE(policies.size(), 2 + system.workloads.size());
        QVERIFY(policies[0].at({"spec", "ingress"}).isNull() && policies[0].at({"spec", "egress"}).isNull());
        std::map<std::string, const Yaml*> byName;
        for (const Yaml& policy : policies) byName[policy.at({"metadata", "name"}).text()] = &policy;
        const auto rules = [&](const char* name, const char* direction) {
            return byName.at(name)->at({"spec", direction}).list()->size();
        };
        const Yaml& order = *byName.at("order");
        const Yaml& from = order["spec"]["ingress"][0]["from"];
        QCOMPARE(from.list()->size(), std::size_t(1));
        QCOMPARE(from[0].at({"podSelector", "matchLabels", "app.kubernetes.io/name"}).text(),
                 std::string("gateway"));
        QCOMPARE(rules("order", "egress"), std::size_t(3));    // payment, the store, the broker
        QCOMPARE(rules("payment", "egress"), std::size_t(1));  // the card network
        QVERIFY(!(*byName.at("payment"))["spec"]["egress"][0]["to"][0]["ipBlock"].isNull());
        QCOMPARE(rules("shipping", "egress"), std::size_t(1));  // the broker that it consumes from
        QCOMPARE(rules("shipping", "ingress"), std::size_t(0));
        QCOMPARE(rules("billing", "egress"), std::size_t(0));
        QVERIFY((*byName.at("gateway"))["spec"]["ingress"][0]["from"].isNull());  // users call it
    }

    void namesTheEntityThatIsImpossible() {
        QVERIFY(has(errorWith([](auto& order) { order.image = "not an image"; }), "deployments/order"));
        QVERIFY(has(errorWith([](auto& order) { order.image = "a\nb"; }), "image"));
        QVERIFY(has(errorWith([](auto& order) { order.cpuRequestMilli = 2000; }), "CPU request 2000 m"));
        QVERIFY(has(errorWith([](auto& order) { order.memoryRequestMib = 512; }), "memory request 512 MiB"));
        QVERIFY(has(errorWith([](auto& order) { order.memoryRequestMib = 0; }), "memory request 0 MiB"));
        QVERIFY(has(errorWith([](auto& order) { order.port = 70000; }), "port 70000"));
        QVERIFY(
            has(errorWith([](auto& order) { order.autoscaling->minReplicas = 11; }), "11 fewest replicas"));
        QVERIFY(has(errorWith([](auto& order) { order.autoscaling->minReplicas = 0; }), "0 fewest replicas"));
        QVERIFY(has(errorWith([](auto& order) { order.maxUnavailable = 3; }), "disruption budget of 3"));
        QVERIFY(
            has(errorWith([](auto& order) { order.autoscaling.reset(), order.replicas = 0; }), "0 replicas"));
        QCOMPARE(errorWith([](auto& order) { order.maxUnavailable = 2; }), std::string());
        QVERIFY(has(errorWith([](auto& order) { order.autoscaling->concurrency.emplace(); }), "Knative"));
        QVERIFY(has(errorWith([](auto& order) { order.serverless.emplace(); }), "a function found"));
        QVERIFY(has(errorWith([](auto& order) {
                        order.autoscaling->events.emplace().channel = model::ChannelId("none");
                    }),
                    "channel none found"));
        QVERIFY(has(errorWith([](auto& order) {
                        order.rollout.emplace();
                        order.rollout->maxSurge = order.rollout->maxUnavailable = 0;
                    }),
                    "neither more nor fewer"));
    }

    void findsDisagreements() {
        const model::Project project = shop::project();
        const kube::System system = kube::systemOf(project);
        const kube::Workload& order = system.workloads[2];
        QCOMPARE(order.names.resource, std::string("order"));
        const Yaml config = kube::configMap(system, order);
        const std::vector<Yaml> good = {kube::serviceAccount(system, order), config,
                                        kube::deployment(system, order, config),
                                        kube::service(system, order)};
        QVERIFY(!kube::firstDisagreement(system, good));
        for (std::size_t missing = 0; missing < 3; ++missing) {
            std::vector<Yaml> objects = good;
            objects.erase(objects.begin() + std::ptrdiff_t(missing));
            const auto error = kube::firstDisagreement(system, objects);
            QVERIFY(error);
            QCOMPARE(error->place, std::string("services/order"));
        }
        std::vector<Yaml> twice = good;
        twice.push_back(good[3]);
        QVERIFY(kube::firstDisagreement(system, twice));
        kube::Workload other = order;
        other.names.port = 9;
        std::vector<Yaml> ports = good;
        ports[3] = kube::service(system, other);
        QVERIFY(has(kube::firstDisagreement(system, ports)->message, "port"));
        other = order;
        other.names.protoService = "OtherService";
        std::vector<Yaml> probes = good;
        probes[2] = kube::deployment(system, other, config);
        QVERIFY(has(kube::firstDisagreement(system, probes)->message, "health service"));
    }

    void hostileTextsStayInTheirPlace() {
        const QStringList kinds = kindsOf(contentOf(shop::project(), "gen/kubernetes/order.yaml"));
        for (const std::string& text : hostileTexts) {
            const model::Project project = hostileProject(text);
            QCOMPARE(kindsOf(contentOf(project, "gen/kubernetes/order.yaml")), kinds);
            const auto files = rendered(project);
            QVERIFY(files.has_value());
            for (const File& file : *files) {
                QVERIFY(!has(file.path, ".."));
                QVERIFY(file.content.find_first_of(std::string("\0\r", 2)) == std::string::npos);
            }
        }
    }

    void hostileTextsAreValid() {
        std::vector<model::Project> projects;
        for (const std::string& text : hostileTexts) projects.push_back(hostileProject(text));
        validate(projects);
    }

    void manyServicesAreValid() {
        std::mt19937 random(7);
        model::Project project = shop::project();
        for (int i = 0; i < 28; ++i) {
            const std::string id =
                (i % 7 == 0 ? std::string(180, 'l') : std::string("s")) + std::to_string(i);
            model::Service service =
                shop::service(id, i % 2 ? "ordering" : "", {shop::operation(id + ".do")});
            service.kind = model::ServiceKind(std::uniform_int_distribution<int>(0, 5)(random));
            model::Operation caller =
                shop::operation(id + ".call", {shop::call("order.place"), shop::query("orders-db")});
            service.operations = service.operations.with(caller);
            project.services = project.services.with(service);
            model::Deployment deployment = shop::deployment(id, 1 + i % 4);
            if (i % 3 == 0) deployment.autoscaling = model::Autoscaling{1 + i % 4, 8, 80, {}};
            project.deployments = project.deployments.with(deployment);
        }
        validate({project});
    }
};

QTEST_APPLESS_MAIN(KubernetesTest)
#include "kubernetes_test.moc"
