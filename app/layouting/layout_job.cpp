#include "app/layouting/layout_job.h"

#include <QCoreApplication>
#include <QSet>
#include <cmath>

#include "app/diagram/node_sizes.h"

namespace app {
namespace {

constexpr const char* layoutPlace = "layout";

QSet<QString> chosenKeys(const Diagram& diagram, const QStringList& keys) {
    const QSet<QString> asked(keys.begin(), keys.end());
    QSet<QString> chosen;
    QSet<QString> inhabited;
    for (const DiagramNode& node : diagram.nodes) {
        inhabited.insert(node.region);
        // Notes lie where they were put, and what is locked stays.
        if (node.locked || node.shape == NodeShape::Note) continue;
        if (keys.isEmpty() || asked.contains(node.key) || asked.contains(node.region))
            chosen.insert(node.key);
    }
    for (const DiagramRegion& region : diagram.regions)
        if (!inhabited.contains(region.key) && (keys.isEmpty() || asked.contains(region.key)))
            chosen.insert(region.key);
    return chosen;
}

/// Collects the lines of the input.
class JobWriter {
public:
    JobWriter(const Diagram& diagram, const QSet<QString>& chosen, LayoutDirection direction)
        : m_diagram(diagram), m_chosen(chosen), m_direction(direction) {}

    LayoutJob write() {
        m_job.input = "lintel-layout 1\n";
        m_job.input += QByteArrayLiteral("frame ") + QByteArray::number(frameMargins.left()) + ' ' +
                       QByteArray::number(frameMargins.top()) + ' ' +
                       QByteArray::number(frameMargins.right()) + ' ' +
                       QByteArray::number(frameMargins.bottom()) + '\n';
        m_job.input += "spacing " + QByteArray::number(m_diagram.spacing.width()) + ' ' +
                       QByteArray::number(m_diagram.spacing.height()) + '\n';
        if (m_direction != LayoutDirection::Either)
            m_job.input += m_direction == LayoutDirection::Right ? "direction right\n" : "direction down\n";
        QHash<QString, int> groups;
        for (const DiagramRegion& region : m_diagram.regions) groups.insert(region.key, int(groups.size()));
        m_job.input += "groups " + QByteArray::number(groups.size()) + '\n';
        QHash<QString, int> standIn;  // an edge of a region becomes one of a node in it
        for (const DiagramNode& node : m_diagram.nodes) {
            if (!m_chosen.contains(node.key)) continue;
            if (!node.region.isEmpty() && !standIn.contains(node.region))
                standIn.insert(node.region, int(m_job.keys.size()));
            addNode(node.key, node.size, groups.value(node.region, -1));
        }
        for (const DiagramRegion& region : m_diagram.regions)
            if (m_chosen.contains(region.key)) addNode(region.key, emptyFrameSize, -1);
        for (const DiagramEdge& edge : m_diagram.edges) {
            const int from = m_number.value(edge.from, standIn.value(edge.from, -1));
            const int to = m_number.value(edge.to, standIn.value(edge.to, -1));
            if (from >= 0 && to >= 0)
                m_job.input += "edge " + QByteArray::number(from) + ' ' + QByteArray::number(to) + '\n';
        }
        m_job.input += "end\n";
        return m_job;
    }

private:
    void addNode(const QString& key, const QSizeF& size, int group) {
        m_number.insert(key, int(m_job.keys.size()));
        m_job.keys << key;
        m_job.sizes.push_back(size);
        m_job.input += "node " + QByteArray::number(size.width()) + ' ' + QByteArray::number(size.height()) +
                       ' ' + QByteArray::number(group) + '\n';
    }

    const Diagram& m_diagram;
    const QSet<QString>& m_chosen;
    LayoutDirection m_direction;
    QHash<QString, int> m_number;
    LayoutJob m_job;
};

/// So that the places of a part lie about the centre that it had.
void keepCentre(const LayoutJob& job, Places& places) {
    if (!job.keep) return;
    QRectF bounds;
    for (int i = 0; i < job.keys.size(); ++i) {
        const QSizeF size = job.sizes[std::size_t(i)];
        bounds =
            bounds.united(QRectF(places[job.keys[i]] - QPointF(size.width() / 2, size.height() / 2), size));
    }
    const QPointF way = *job.keep - bounds.center();
    const QPointF shift(std::round(way.x() / gridStep) * gridStep, std::round(way.y() / gridStep) * gridStep);
    for (QPointF& place : places) place += shift;
}

}  // namespace

LayoutJob layoutJob(const Diagram& diagram, const QStringList& keys, LayoutDirection direction) {
    const QSet<QString> chosen = chosenKeys(diagram, keys);
    LayoutJob job = JobWriter(diagram, chosen, direction).write();
    if (keys.isEmpty()) return job;
    QRectF bounds;
    for (const DiagramNode& node : diagram.nodes)
        if (chosen.contains(node.key)) bounds = bounds.united(node.rect());
    job.keep = bounds.center();
    return job;
}

model::Result<Places> placesFrom(const LayoutJob& job, const QByteArray& output) {
    const QList<QByteArray> lines = output.split('\n');
    if (!lines.isEmpty() && lines.first().startsWith("error "))
        return model::failure(layoutPlace, "lintel-layout refuses the diagram: " +
                                               lines.first().mid(6).left(300).toStdString());
    Places places;
    for (int i = 0; i < job.keys.size(); ++i) {
        const QList<QByteArray> words = i < lines.size() ? lines[i].split(' ') : QList<QByteArray>();
        bool isX = false, isY = false;
        const double x = words.size() == 3 ? words[1].toDouble(&isX) : 0;
        const double y = words.size() == 3 ? words[2].toDouble(&isY) : 0;
        if (!isX || !isY || words[0] != "at" || !std::isfinite(x) || !std::isfinite(y))
            return model::failure(layoutPlace, "line " + std::to_string(i + 1) +
                                                   " of the answer of lintel-layout is not a place");
        places.insert(job.keys[i], {x, y});
    }
    if (lines.value(job.keys.size()) != "end")
        return model::failure(layoutPlace, "the answer of lintel-layout does not end where it should");
    keepCentre(job, places);
    return places;
}

}  // namespace app
