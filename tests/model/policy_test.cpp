// Call policies: what files say of them, what is refused, and the presets.
#include <QTest>
#include <algorithm>

#include "model/check.h"
#include "model/diff.h"
#include "model/digest.h"
#include "model/edit.h"
#include "model/json/json.h"
#include "model/policy_presets.h"

using namespace model;

namespace {

/// A project with one policy, from JSON with single quotes.
std::string projectOf(const std::string& policy) {
    std::string text = "{'lintel': 1, 'name': 'P', 'policies': {'p': {'name': 'P', " + policy + "}}}";
    std::replace(text.begin(), text.end(), '\'', '"');
    return text;
}

Project projectOf(const CallPolicy& policy) {
    Project project;
    project.name = "P";
    project.policies = project.policies.with(policy);
    return project;
}

/// Every part, with values that are not the defaults.
CallPolicy everything() {
    CallPolicy policy;
    policy.id = CallPolicyId("all");
    policy.name = "All";
    policy.deadlinePropagation = {milliseconds(2), milliseconds(5), {R"({"hops":3})"}};
    RetryPolicy retry;
    retry.backoff = BackoffKind::WholeMilliseconds;
    retry.jitter = Jitter::Proportional;
    retry.jitterShare = 0.3;
    retry.tokens = RetryTokens{20, 0.25, {}};
    policy.retry = retry;
    CircuitBreakerPolicy breaker;
    breaker.failureRateThreshold = 33;
    breaker.slowCallRateThreshold = 66;
    breaker.slowCallDuration = milliseconds(300);
    breaker.window = BreakerWindow::TimeBased;
    breaker.windowSize = 30;
    breaker.minimumCalls = 7;
    breaker.halfOpenCalls = 3;
    breaker.openWait = seconds(2);
    breaker.openWaitFactor = 1.5;
    breaker.maxOpenWait = seconds(20);
    breaker.maxHalfOpenWait = seconds(4);
    breaker.automaticHalfOpen = true;
    breaker.start = BreakerState::Open;
    policy.circuitBreaker = breaker;
    policy.limits = {10, 20, 30, 4, true, {}};
    policy.bulkhead = {5, milliseconds(7), {}};
    policy.rateLimit = {RateLimitKind::TokenBucket, 100, seconds(1), milliseconds(3), 250, {}};
    policy.throttling = {1.5, seconds(60), 2, 80, {}};
    policy.loadShedding = {30, 10, 300, 0.8, seconds(1), 25, {}};
    policy.loadBalancing = {BalancingKind::Maglev, 3, 0.5, 512, 4096, 251, 30, 1.2, true, 9, {}};
    OutlierDetection detection;
    detection.interval = seconds(1);
    detection.baseEjectionTime = seconds(3);
    detection.maxEjectionTime = seconds(33);
    detection.maxEjectionPercent = 50;
    detection.alwaysEjectOne = false;
    detection.consecutive5xx = 3;
    detection.enforcingFailurePercentage = 12.5;
    policy.outlierDetection = detection;
    policy.fallback = true;
    policy.order = {PolicyLayer::CircuitBreaker, PolicyLayer::Retry};
    return policy;
}

}  // namespace

class PolicyTest : public QObject {
    Q_OBJECT

private slots:
    void everythingSurvivesAFile();
    void theRestSurvivesAFile();
    void defaultsAreNotWritten();
    void unknownFieldsSurvive();
    void differencesAreTold();
    void badPoliciesAreRefused_data();
    void badPoliciesAreRefused();
    void presetsAreWhole();
    void presetsHaveTheVendorsDefaults();
    void layersHaveAnOrder();
};

void PolicyTest::everythingSurvivesAFile() {
    const Project project = projectOf(everything());
    const std::string text = writeProject(project);
    const auto read = parseProject(text);
    QVERIFY2(read.has_value(), read ? "" : read.error().text().c_str());
    QVERIFY2(read->problems.empty(), read->problems.empty() ? "" : read->problems[0].text().c_str());
    QVERIFY(read->project.policies.at(0) == everything());
    QCOMPARE(writeProject(read->project), text);
}

void PolicyTest::theRestSurvivesAFile() {
    CallPolicy policy;
    policy.id = CallPolicyId("rest");
    policy.name = "Rest";
    policy.hedging = {3, milliseconds(12), {}, RetryTokens{30, 0.5, {}}};
    policy.threadPool = {2, 4, 8, milliseconds(50), {}};
    policy.loadBalancing = LoadBalancing{};
    const auto read = parseProject(writeProject(projectOf(policy)));
    QVERIFY(read.has_value() && read->problems.empty());
    QVERIFY(read->project.policies.at(0) == policy);
    for (const auto limit : {0, 1}) {
        CallPolicy other;
        other.id = CallPolicyId("other");
        other.name = "Other";
        other.retry = RetryPolicy{};
        if (limit == 0) other.retry->budget = RetryBudget{12.5, 7, {}};
        if (limit == 1) other.retry->ratio = RetryRatio{5, seconds(30), {}};
        const auto again = parseProject(writeProject(projectOf(other)));
        QVERIFY(again.has_value() && again->problems.empty());
        QVERIFY(again->project.policies.at(0) == other);
    }
}

void PolicyTest::defaultsAreNotWritten() {
    CallPolicy policy;
    policy.id = CallPolicyId("p");
    policy.name = "P";
    policy.retry = RetryPolicy{};
    policy.circuitBreaker = CircuitBreakerPolicy{};
    const std::string text = writeProject(projectOf(policy));
    for (const char* key : {"jitter_share", "tokens", "fallback", "order", "window", "limits", "hedging"})
        QVERIFY2(text.find(key) == std::string::npos, key);
    QVERIFY(text.find("\"circuit_breaker\": {}") != std::string::npos);
}

void PolicyTest::unknownFieldsSurvive() {
    for (const char* part :
         {"circuit_breaker", "limits", "hedging", "deadline_propagation", "bulkhead", "thread_pool",
          "rate_limit", "throttling", "load_shedding", "load_balancing", "outlier_detection"}) {
        const auto read =
            parseProject(projectOf("'" + std::string(part) + "': {'from_the_future': [1, {'a': null}]}"));
        QVERIFY(read.has_value() && read->problems.empty());
        QVERIFY(writeProject(read->project).find("from_the_future") != std::string::npos);
    }
}

void PolicyTest::differencesAreTold() {
    CallPolicy changed = everything();
    changed.circuitBreaker->halfOpenCalls = 4;
    const Project before = projectOf(everything());
    const Project after = projectOf(changed);
    const Difference difference = diff(before, after);
    QCOMPARE(difference.changes.size(), std::size_t{1});
    const std::vector<FieldChange> expected = {{"/circuit_breaker/half_open_calls", "3", "4"}};
    QVERIFY(difference.changes[0].fields == expected);
    QVERIFY(digest(before) != digest(after));
    QVERIFY(digest(before) == digest(projectOf(everything())));
}

void PolicyTest::badPoliciesAreRefused_data() {
    QTest::addColumn<QString>("policy");
    QTest::addColumn<QString>("problem");
    const auto row = [](const char* name, const char* policy, const char* problem) {
        QTest::newRow(name) << policy << problem;
    };
    row("rate above 100 %", "'circuit_breaker': {'failure_rate_threshold_percent': 101}",
        "/policies/p/circuit_breaker/failure_rate_threshold_percent: 101, should be above 0 and at most 100");
    row("rate of nothing", "'circuit_breaker': {'slow_call_rate_threshold_percent': 0}",
        "/policies/p/circuit_breaker/slow_call_rate_threshold_percent: 0, should be above 0 and at most 100");
    row("half open for nobody", "'circuit_breaker': {'half_open_calls': 0}",
        "/policies/p/circuit_breaker/half_open_calls: 0, should be from 1 to 100000");
    row("negative wait", "'circuit_breaker': {'open_ms': -1}",
        "/policies/p/circuit_breaker/open_ms: -1, should be");
    row("wait above its cap", "'circuit_breaker': {'open_ms': 5000, 'max_open_ms': 1000}",
        "/policies/p/circuit_breaker/open_ms: 5000, expected at most max_open_ms, which is 1000");
    row("window of days", "'circuit_breaker': {'window': 'time-based', 'window_size': 90000}",
        "/policies/p/circuit_breaker/window_size: 90000 s, expected at most 3600 s");
    row("no such window", "'circuit_breaker': {'window': 'moon-phased'}",
        "/policies/p/circuit_breaker/window: ");
    row("no number", "'circuit_breaker': {'window_size': 'big'}",
        "/policies/p/circuit_breaker/window_size: ");
    row("no object", "'circuit_breaker': 7", "/policies/p/circuit_breaker: ");
    row("bulkhead for nobody", "'bulkhead': {'max_concurrent': 0}",
        "/policies/p/bulkhead/max_concurrent: 0, should be from 1 to");
    row("core above most", "'thread_pool': {'core_threads': 5, 'max_threads': 4}",
        "/policies/p/thread_pool/core_threads: 5, expected at most max_threads, which is 4");
    row("two bulkheads", "'thread_pool': {}, 'bulkhead': {}",
        "/policies/p: both bulkhead and thread_pool, expected one of them");
    row("retry and hedging", "'retry': {}, 'hedging': {}",
        "/policies/p: both retry and hedging, expected one of them");
    row("two limits of retries", "'retry': {'tokens': {}, 'budget': {}}",
        "/policies/p/retry: more than one of tokens, budget and ratio, expected at most one");
    row("share above one", "'retry': {'jitter_share': 1.5}",
        "/policies/p/retry/jitter_share: 1.5, should be from 0 to 1");
    row("one hedge is none", "'hedging': {'max_attempts': 1}",
        "/policies/p/hedging/max_attempts: 1, should be from 2 to 1000");
    row("no period", "'rate_limit': {'period_ms': 0}", "/policies/p/rate_limit/period_ms: 0, should be from");
    row("burst of cycles", "'rate_limit': {'burst': 5}",
        "/policies/p/rate_limit/burst: is there for cycles, expected with a token-bucket only");
    row("limits upside down", "'load_shedding': {'min_limit': 50, 'initial_limit': 60, 'max_limit': 40}",
        "/policies/p/load_shedding/min_limit: 50, expected at most max_limit, which is 40");
    row("no prime", "'load_balancing': {'table_size': 65536}",
        "/policies/p/load_balancing/table_size: 65536, expected a prime number");
    row("ring upside down", "'load_balancing': {'min_ring_size': 20, 'max_ring_size': 10}",
        "/policies/p/load_balancing/min_ring_size: 20, expected at most max_ring_size, which is 10");
    row("ejects more than all", "'outlier_detection': {'max_ejection_percent': 150}",
        "/policies/p/outlier_detection/max_ejection_percent: 150, should be from 0 to 100");
    row("layer twice", "'order': ['retry', 'bulkhead', 'retry']",
        "/policies/p/order/2: \"retry\" is there twice, expected once");
    row("no such layer", "'order': ['onion']", "/policies/p/order/0: ");
}
void PolicyTest::badPoliciesAreRefused() {
    QFETCH(QString, policy);
    QFETCH(QString, problem);
    const auto read = parseProject(projectOf(policy.toStdString()));
    const std::string found = !read                    ? read.error().text()
                              : read->problems.empty() ? "nothing"
                                                       : read->problems[0].text();
    QVERIFY2(found.find(problem.toStdString()) != std::string::npos, found.c_str());
}

void PolicyTest::presetsAreWhole() {
    QCOMPARE(policyPresetNames(), (std::vector<std::string>{"envoy", "grpc", "istio", "resilience4j"}));
    for (const std::string& name : policyPresetNames()) {
        const auto policy = policyPreset(name);
        QVERIFY(policy.has_value());
        QCOMPARE(policy->id.value(), name);
        const Project project = projectOf(*policy);
        QVERIFY(check(project, 10).empty());
        const auto read = parseProject(writeProject(project));
        QVERIFY(read.has_value() && read->problems.empty());
        QVERIFY(read->project.policies.at(0) == *policy);
    }
    QVERIFY(!policyPreset("hystrix"));
}

void PolicyTest::presetsHaveTheVendorsDefaults() {
    const CallPolicy java = *policyPreset("resilience4j");
    QVERIFY(*java.timeout == seconds(1));
    QCOMPARE(java.retry->maxAttempts, 3);
    QVERIFY(java.retry->delay == milliseconds(500) && java.retry->jitter == Jitter::None);
    QCOMPARE(java.bulkhead->maxConcurrent, 25);
    QVERIFY(java.circuitBreaker == CircuitBreakerPolicy{});
    QVERIFY(java.rateLimit->period == Duration(500) && java.rateLimit->limit == 50);
    const CallPolicy grpc = *policyPreset("grpc");
    QVERIFY(grpc.retry->tokens && grpc.retry->jitterShare == 0.2 && grpc.deadlinePropagation);
    const CallPolicy envoy = *policyPreset("envoy");
    QCOMPARE(envoy.retry->maxAttempts, 2);
    QVERIFY(*envoy.deadline == seconds(15) && !envoy.timeout);
    QCOMPARE(envoy.limits->maxRetries, 3);
    QCOMPARE(envoy.outlierDetection->consecutive5xx, 5);
    const CallPolicy istio = *policyPreset("istio");
    QCOMPARE(istio.retry->maxAttempts, 3);
    QVERIFY(!istio.limits && !istio.deadline);
}

void PolicyTest::layersHaveAnOrder() {
    CallPolicy policy;
    const std::vector<PolicyLayer> usual = layersOf(policy);
    QVERIFY(usual == defaultPolicyOrder());
    QCOMPARE(usual.size(), std::size_t{7});
    // Of Resilience4j: Retry(CircuitBreaker(RateLimiter(TimeLimiter(Bulkhead(call))))).
    const auto place = [&](PolicyLayer layer) { return std::find(usual.begin(), usual.end(), layer); };
    QVERIFY(place(PolicyLayer::Retry) < place(PolicyLayer::CircuitBreaker));
    QVERIFY(place(PolicyLayer::CircuitBreaker) < place(PolicyLayer::RateLimiter));
    QVERIFY(place(PolicyLayer::RateLimiter) < place(PolicyLayer::TimeLimiter));
    QVERIFY(place(PolicyLayer::TimeLimiter) < place(PolicyLayer::Bulkhead));
    policy.order = {PolicyLayer::CircuitBreaker, PolicyLayer::Retry};
    const std::vector<PolicyLayer> own = layersOf(policy);
    QVERIFY(own[0] == PolicyLayer::CircuitBreaker && own[1] == PolicyLayer::Retry);
    QVERIFY(own[2] == PolicyLayer::Fallback && own.size() == 7);
}

QTEST_GUILESS_MAIN(PolicyTest)
#include "policy_test.moc"
