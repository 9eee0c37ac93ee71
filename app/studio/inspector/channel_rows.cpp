#include "app/studio/inspector/form.h"
#include "app/studio/inspector/subjects.h"
#include "app/studio/quantity_text.h"

namespace app {

namespace {

using model::Channel;

/// The rows of one or several channels.
class ChannelRows {
public:
    ChannelRows(std::vector<Row>& rows, const model::Project& project,
                const std::vector<model::ChannelId>& ids)
        : m_rows(rows),
          m_project(project),
          m_channels(channelSubject(project, ids)),
          m_first(*project.channels.find(ids.front())) {}

    void append() {
        m_rows.push_back(sectionRow(inspectorTr("Channel")));
        appendNameAndDescription<decltype(m_channels), Channel>(m_rows, m_channels, nullptr);
        broker();
        choice(inspectorTr("Kind"), &Channel::kind, choicesOf({"Topic", "Queue"}));
        choice(inspectorTr("Delivery"), &Channel::delivery,
               choicesOf({"At most once", "At least once", "Exactly once"}));
        if (m_first.delivery == model::DeliveryGuarantee::ExactlyOnce)
            time(inspectorTr("Commit"), &Channel::transactionTime, TimeUnit::Milliseconds,
                 inspectorTr("How long the transaction of each message takes to end"));
        partitions();
        reference(inspectorTr("Message"), &Channel::message,
                  entityChoices(m_project.messages, inspectorTr("Unknown")), {});
        reference(inspectorTr("Context"), &Channel::context,
                  entityChoices(m_project.contexts, inspectorTr("None")),
                  inspectorTr("Who owns the event's schema"));
        failures();
        more();
    }

private:
    void more() {
        FormStyle style{QStringLiteral("Channel"), {}, inspectorTr("More of the channel"), false, 0, 0};
        style.skip = {"name",
                      "broker",
                      "kind",
                      "delivery",
                      "partitions",
                      "partitioning",
                      "keys",
                      "key_skew",
                      "assignment",
                      "rebalance_s",
                      "session_timeout_s",
                      "retention_s",
                      "redelivery",
                      "dead_letter",
                      "transaction_ms",
                      "message",
                      "context"};
        appendFormRows(m_rows, m_channels, style);
    }

    void broker() {
        Row row = m_channels.row(
            Row::Kind::Choice, inspectorTr("Broker"),
            [](const Channel& channel) { return choiceId(channel.broker); },
            [](Channel& channel, const QString& id) {
                channel.broker = chosen<model::Broker>(id);
                return model::Result<void>();
            });
        row.choices = choicesOf({"Kafka", "RabbitMQ", "Cloud queue"});
        m_rows.push_back(std::move(row));
    }

    void partitions() {
        count(inspectorTr("Partitions"), &Channel::partitions, 100'000);
        if (m_first.broker != model::Broker::Kafka) return;
        choice(inspectorTr("Partitioning"), &Channel::partitioning,
               choicesOf({"Shared: whoever is free", "In turn", "By key"}));
        if (m_first.partitioning == model::Partitioning::Shared) return;
        if (m_first.partitioning == model::Partitioning::ByKey) {
            count(inspectorTr("Keys"), &Channel::keys, model::mostKeys);
            number(inspectorTr("Skew"), &Channel::keySkew, 0, 10,
                   inspectorTr("Exponent of Zipf's law: 0 when all keys are as frequent as each other"));
        }
        choice(inspectorTr("Assignment"), &Channel::assignment,
               choicesOf({"Range", "Round robin", "Cooperative sticky"}));
        time(inspectorTr("Rebalance"), &Channel::rebalancePause, TimeUnit::Seconds,
             inspectorTr("How long a group stops when its members change"));
        time(inspectorTr("Session timeout"), &Channel::sessionTimeout, TimeUnit::Seconds,
             inspectorTr("How long it takes a group to notice that a member is dead"));
    }

    void failures() {
        m_rows.push_back(sectionRow(inspectorTr("What fails or waits")));
        Row retention = m_channels.row(
            Row::Kind::Text, inspectorTr("Retention"),
            [](const Channel& channel) {
                return channel.retention ? durationText(*channel.retention) : QString();
            },
            [](Channel& channel, const QString& entered) {
                channel.retention.reset();
                if (entered.trimmed().isEmpty()) return model::Result<void>();
                return take(channel.retention.emplace(), readDuration(entered, TimeUnit::Seconds));
            });
        retention.hint = inspectorTr("for ever when empty");
        m_rows.push_back(std::move(retention));
        if (m_first.delivery == model::DeliveryGuarantee::AtMostOnce) return;
        redelivery(
            inspectorTr("Deliveries"),
            [](const model::Redelivery& shown) { return QString::number(shown.maxDeliveries); },
            [](model::Redelivery& changed, const QString& entered) {
                return take(changed.maxDeliveries, readCount(entered, 1, 255));
            },
            inspectorTr("at most"));
        redelivery(
            inspectorTr("Back-off"), [](const model::Redelivery& shown) { return durationText(shown.delay); },
            [](model::Redelivery& changed, const QString& entered) {
                return take(changed.delay, readDuration(entered));
            },
            inspectorTr("before the second"));
        redelivery(
            inspectorTr("Back-off factor"),
            [](const model::Redelivery& shown) { return numberText(shown.factor); },
            [](model::Redelivery& changed, const QString& entered) {
                return take(changed.factor, readNumber(entered, 1, 100));
            },
            {});
        redelivery(
            inspectorTr("Longest back-off"),
            [](const model::Redelivery& shown) { return durationText(shown.maxDelay); },
            [](model::Redelivery& changed, const QString& entered) {
                return take(changed.maxDelay, readDuration(entered));
            },
            {});
        reference(inspectorTr("Dead letters to"), &Channel::deadLetter,
                  entityChoices(m_project.channels, inspectorTr("Nowhere: they are lost")),
                  inspectorTr("Gets what was delivered as often as allowed and never handled"));
    }

    template <class Enumeration>
    void choice(const QString& label, Enumeration Channel::*field, std::vector<Choice> choices) {
        Row row = m_channels.row(
            Row::Kind::Choice, label, [field](const Channel& channel) { return choiceId(channel.*field); },
            [field](Channel& channel, const QString& id) {
                channel.*field = chosen<Enumeration>(id);
                return model::Result<void>();
            });
        row.choices = std::move(choices);
        m_rows.push_back(std::move(row));
    }

    template <class Entity>
    void reference(const QString& label, std::optional<model::Id<Entity>> Channel::*field,
                   std::vector<Choice> choices, const QString& tip) {
        Row row = m_channels.row(
            Row::Kind::Choice, label, [field](const Channel& channel) { return optionalId(channel.*field); },
            [field](Channel& channel, const QString& id) {
                channel.*field = chosenId<Entity>(id);
                return model::Result<void>();
            });
        row.choices = std::move(choices);
        row.tip = tip;
        m_rows.push_back(std::move(row));
    }

    void count(const QString& label, std::int32_t Channel::*field, std::int32_t most) {
        m_rows.push_back(m_channels.row(
            Row::Kind::Text, label,
            [field](const Channel& channel) { return QString::number(channel.*field); },
            [field, most](Channel& channel, const QString& entered) {
                return take(channel.*field, readCount(entered, 1, most));
            }));
    }

    void number(const QString& label, double Channel::*field, double least, double most, const QString& tip) {
        Row row = m_channels.row(
            Row::Kind::Text, label, [field](const Channel& channel) { return numberText(channel.*field); },
            [field, least, most](Channel& channel, const QString& entered) {
                return take(channel.*field, readNumber(entered, least, most));
            });
        row.tip = tip;
        m_rows.push_back(std::move(row));
    }

    void time(const QString& label, model::Duration Channel::*field, TimeUnit unit, const QString& tip) {
        Row row = m_channels.row(
            Row::Kind::Text, label, [field](const Channel& channel) { return durationText(channel.*field); },
            [field, unit](Channel& channel, const QString& entered) {
                return take(channel.*field, readDuration(entered, unit));
            });
        row.tip = tip;
        m_rows.push_back(std::move(row));
    }

    template <class Read, class Set>
    void redelivery(const QString& label, Read read, Set set, const QString& hint) {
        Row row = m_channels.row(
            Row::Kind::Text, label, [read](const Channel& channel) { return read(channel.redelivery); },
            [set](Channel& channel, const QString& entered) { return set(channel.redelivery, entered); });
        row.hint = hint;
        m_rows.push_back(std::move(row));
    }

    std::vector<Row>& m_rows;
    const model::Project& m_project;
    Subject<Channel, model::ChannelId> m_channels;
    const Channel& m_first;
};

}  // namespace

void appendChannelRows(std::vector<Row>& rows, const model::Project& project,
                       const std::vector<model::ChannelId>& ids) {
    ChannelRows(rows, project, ids).append();
}

}  // namespace app
