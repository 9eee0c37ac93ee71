#include "exporters/names/names.h"

#include <QtTest>
#include <random>

#include "exporters/names/service_names.h"
#include "tests/exporters/shop_project.h"

using namespace exporters;

namespace {

std::string randomBytes(std::mt19937& random, int longest) {
    std::string text;
    for (auto left = std::uniform_int_distribution<int>(0, longest)(random); left > 0; --left)
        text += static_cast<char>(std::uniform_int_distribution<int>(0, 255)(random));
    return text;
}

std::string validProtoName(const std::string& name) {
    const bool fits = !name.empty() && std::isupper(static_cast<unsigned char>(name.front())) &&
                      std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c); });
    return fits ? std::string() : name;
}

}  // namespace

class NamesTest : public QObject {
    Q_OBJECT

private slots:
    void makesLabels() {
        QCOMPARE(dnsLabel("Order History"), std::string("order-history"));
        QCOMPARE(dnsLabel("orders.place-order"), std::string("orders-place-order"));
        QCOMPARE(dnsLabel("--a--"), std::string("a"));
        QCOMPARE(dnsLabel("2fa"), std::string("n-2fa"));
        QCOMPARE(dnsLabel("漢字"), std::string("unnamed"));
        QCOMPARE(dnsLabel("", 63, "shop"), std::string("shop"));
        QCOMPARE(snakeCase("order-history"), std::string("order_history"));
        QCOMPARE(upperSnakeCase("order-history"), std::string("ORDER_HISTORY"));
        QCOMPARE(camelCase("order-history"), std::string("OrderHistory"));
    }

    void cutsWithHashOnlyWhenTooLong() {
        const std::string exact(52, 'a');
        QCOMPARE(dnsLabel(exact, 52), exact);
        const std::string one = dnsLabel(exact + "b", 52), two = dnsLabel(exact + "c", 52);
        QCOMPARE(one.size(), std::size_t(52));
        QVERIFY(one != two);
        QVERIFY(isDnsLabel(one, 52));
    }

    void anyBytesGiveValidNames() {
        std::mt19937 random(1);
        for (int i = 0; i < 5000; ++i) {
            const std::string text = randomBytes(random, i % 10 == 0 ? 500 : 12);
            QVERIFY(isDnsLabel(dnsLabel(text, 52), 52));
            QVERIFY(isLabelValue(dnsLabel(text)));
            QCOMPARE(validProtoName(camelCase(text)), std::string());
        }
    }

    void givesEachNameOnce() {
        UniqueNames names;
        names.reserve("default");
        std::set<std::string> given;
        for (const char* origin : {"a", "b", "c", "d"})
            QVERIFY(given.insert(names.take("same", origin)).second);
        QVERIFY(names.take("SAME", "e") != "SAME");
        QVERIFY(names.take("default", "default") != "default");
        QVERIFY(isDnsLabel(names.take(std::string(63, 'x'), "1")));
        QVERIFY(isDnsLabel(names.take(std::string(63, 'x'), "2")));
    }

    void knowsPortsAndLabels() {
        QVERIFY(isPortName("grpc") && isPortName("http-2"));
        for (const char* name : {"", "-a", "a-", "a--b", "80", "Grpc", "a-name-of-port-1"})
            QVERIFY(!isPortName(name));
        QVERIFY(isLabelValue("") && isLabelValue("v1.2_3-x"));
        for (const char* value : {"-a", "a b", "a.", "\u00e4"}) QVERIFY(!isLabelValue(value));
    }

    void knowsImages() {
        const std::string digest = "@sha256:" + std::string(64, 'a');
        for (const std::string& image : {std::string("nginx"), std::string("acme/orders:0.1.0"),
                                         std::string("registry.example.com:5000/a/b_c/d:V1"), "a/b" + digest,
                                         "localhost:5000/a:1" + digest})
            QVERIFY2(isImageReference(image), image.c_str());
        for (const std::string& image :
             {std::string(), std::string("A/b"), std::string("a b"), std::string("a:"), std::string("a/"),
              std::string("/a"), std::string("a//b"), std::string("a:b:c"), std::string("a\nb"),
              std::string("{{x}}"), std::string("$(x)"), std::string("a@sha256:1"), std::string("../a"),
              std::string("ä")})
            QVERIFY2(!isImageReference(image), image.c_str());
    }

    void namesTheShop() {
        const SystemNames names = namesOf(shop::project());
        QCOMPARE(names.system, std::string("web-shop"));
        const ServiceNames& order = names.services.at(model::ServiceId("order"));
        QCOMPARE(order.resource, std::string("order"));
        QCOMPARE(order.image, std::string("acme/order:0.1.0"));
        QCOMPARE(order.healthService(), std::string("acme.ordering.v1.OrderService"));
        QCOMPARE(order.addressVariable, std::string("ORDER_ADDRESS"));
        QCOMPARE(order.address(), std::string("order:8080"));
        const ServiceNames& payment = names.services.at(model::ServiceId("payment"));
        QCOMPARE(payment.image, std::string("registry.example.com:5000/pay/payment:2.4.1"));
        QCOMPARE(payment.address(), std::string("payment:50051"));
        QVERIFY(payment.stop.grace >= payment.stop.preStop + payment.stop.drain);
        QCOMPARE(names.stores.at(model::DataStoreId("orders-db")).addressVariable,
                 std::string("ORDERS_DB_STORE_ADDRESS"));
        QCOMPARE(names.brokers.at(model::Broker::Kafka).address(), std::string("kafka:9092"));
        QCOMPARE(names.policies.at(model::CallPolicyId("fast")), std::string("POLICY_FAST"));
    }

    void namesDoNotCollide() {
        model::Project project = shop::project();
        for (const char* id : {"kafka", "orders-db", "namespace", "default", "kustomization", "a-b", "a.b",
                               "pay", "pay-service", "payservice", "1", "con"})
            project.services = project.services.with(shop::service(id, "paying", {}));
        project.contexts = project.contexts.with(shop::context("class")).with(shop::context("google"));
        project.services =
            project.services.with(shop::service("c", "class", {})).with(shop::service("g", "google", {}));
        const SystemNames names = namesOf(project);
        std::set<std::string> resources = {"namespace", "default", "kustomization", "con"}, health, variables;
        for (const auto& [id, service] : names.services) {
            QVERIFY2(resources.insert(service.resource).second, service.resource.c_str());
            QVERIFY2(health.insert(service.healthService()).second, service.healthService().c_str());
            QVERIFY2(variables.insert(service.addressVariable).second, service.addressVariable.c_str());
            QVERIFY(QString::fromStdString(service.protoService).endsWith("Service"));
            QCOMPARE(validProtoName(service.protoService), std::string());
        }
        for (const auto& [id, store] : names.stores) QVERIFY(resources.insert(store.resource).second);
        for (const auto& [broker, address] : names.brokers)
            QVERIFY(resources.insert(address.resource).second);
        QCOMPARE(names.packages.at(model::ContextId("class")), std::string("acme.class_context.v1"));
        QCOMPARE(names.packages.at(model::ContextId("google")), std::string("acme.google_context.v1"));
    }
};

QTEST_APPLESS_MAIN(NamesTest)
#include "names_test.moc"
