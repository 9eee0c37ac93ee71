#pragma once

#include <QHash>
#include <QString>
#include <string>

#include "model/project.h"
#include "simulator/run_result.h"

namespace app {

/// What the ids of a result are called, and where they lie on the diagram: by the model that was simulated.
class RunNames {
public:
    RunNames() = default;
    explicit RunNames(const model::Project& project);

    /// `order.PlaceOrder`; the id when the model does not know it.
    QString operation(const std::string& id) const { return name("operation", id); }
    QString journey(const std::string& id) const { return name("journey", id); }
    /// Of a service, store or channel.
    QString station(const simulator::StationResult& station) const { return name(station.kind, station.id); }
    QString channel(const std::string& id) const { return name("channel", id); }
    QString part(const simulator::FootprintPart& part) const { return name(part.kind, part.id); }
    /// A journey's or operation's, whichever the model knows.
    QString flow(const std::string& id) const;

    /// The node of the diagram on which an operation runs: `service:orders`.
    QString nodeOfOperation(const std::string& id) const;
    static QString nodeOfStation(const simulator::StationResult& station) {
        return key(station.kind, station.id);
    }
    static QString nodeOfPart(const simulator::FootprintPart& part) { return key(part.kind, part.id); }
    static QString nodeOfChannel(const std::string& id) { return key("channel", id); }
    /// The edge of the diagram that carries those calls; empty when it starts at a journey.
    QString edge(const simulator::EdgeResult& edge) const;

private:
    static QString key(const std::string& kind, const std::string& id);
    QString name(const std::string& kind, const std::string& id) const;
    void add(const char* kind, const std::string& id, const QString& name);

    QHash<QString, QString> m_names;  ///< By key
    QHash<QString, QString> m_nodes;  ///< Of operations, by id
};

}  // namespace app
