#include "app/presenting/flow_words.h"

#include <QCoreApplication>
#include <QStringList>

#include "app/studio/quantity_text.h"

namespace app {

namespace {

QString flowTr(const char* words) {
    return QCoreApplication::translate("Flow", words);
}

}  // namespace

QString flowName(const std::string& name, const std::string& id) {
    return QString::fromStdString(name.empty() ? id : name);
}

QString callManner(const model::Project& project, const model::Call& call) {
    QStringList words{flowTr("sync")};
    const model::CallPolicy* policy = call.policy ? project.policies.find(*call.policy) : nullptr;
    if (!policy) return words.front();
    if (policy->timeout) words << flowTr("timeout %1").arg(durationText(*policy->timeout));
    if (policy->deadline) words << flowTr("deadline %1").arg(durationText(*policy->deadline));
    if (policy->retry && policy->retry->maxAttempts > 1)
        words << flowTr("up to %1 tries").arg(policy->retry->maxAttempts);
    return words.join(QStringLiteral(", "));
}

QString chanceWords(double probability) {
    return flowTr("%1 of the time").arg(shareText(probability));
}

}  // namespace app
