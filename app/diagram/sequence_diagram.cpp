#include <QCoreApplication>
#include <algorithm>
#include <map>

#include "app/canvas/text_painter.h"
#include "app/diagram/diagram.h"
#include "app/diagram/element_nodes.h"
#include "app/diagram/node_sizes.h"
#include "app/diagram/sequence_measures.h"
#include "app/diagram/step_place.h"
#include "app/diagram/step_words.h"
#include "model/references.h"

namespace app {
namespace {

namespace seq = sequence_measures;

QString sequenceTr(const char* words) {
    return QCoreApplication::translate("SequenceDiagram", words);
}

double wordWidth(TextRole role, const QString& text) {
    return QFontMetricsF(TextPainter::font(role)).horizontalAdvance(text);
}

/// Makes the diagram in two walks: what there is, from top to bottom; then where it is.
class SequenceDiagram {
public:
    SequenceDiagram(const model::Project& project, const model::Service& service,
                    const model::Operation& operation)
        : m_project(project), m_service(service), m_operation(operation) {}

    Diagram make(const model::Layout& layout) {
        m_diagram.name = QStringLiteral("behaviour/") + elementKey(m_operation.id);
        m_caller = addCaller();
        m_self = participant(ownHead());
        addRequest();
        addList(m_operation.behaviour, {}, {});
        addAnswer();
        orderColumns(layout);
        placeColumns();
        placeRows();
        addLifelines();
        return std::move(m_diagram);
    }

private:
    struct Participant {
        DiagramNode head;
        double x = 0;
    };
    /// One thing after the other on the way down.
    struct Item {
        enum class Kind { Message, Activity, Open, Close, Nothing };
        Kind kind;
        int index = -1;        ///< Of a node or region
        std::size_t from = 0;  ///< Participants
        std::size_t to = 0;
    };

    // Who takes part

    std::size_t participant(DiagramNode head) {
        const auto known = m_index.constFind(head.key);
        if (known != m_index.constEnd()) return *known;
        head.region.clear();
        head.corner.clear();
        head.placed = true;
        m_index.insert(head.key, m_participants.size());
        m_participants.push_back({std::move(head), 0});
        return m_participants.size() - 1;
    }

    DiagramNode serviceHead(const model::Service& service) const {
        return serviceNode(m_project, service, ContextColours(m_project));
    }

    /// The key says whose behaviour it is: messages that are pulled out of it are its.
    DiagramNode ownHead() const {
        DiagramNode head = serviceHead(m_service);
        head.key += u'@' + elementKey(m_operation.id);
        return head;
    }

    std::size_t addCaller() {
        if (m_operation.subscription)
            if (const auto* channel = m_project.channels.find(m_operation.subscription->channel))
                return participant(channelNode(*channel));
        DiagramNode caller;
        caller.key = QStringLiteral("caller");
        caller.shape = NodeShape::Figure;
        caller.title = sequenceTr("Caller");
        caller.size = seq::callerSize;
        caller.connects = false;
        return participant(caller);
    }

    std::size_t store(const model::DataStoreId& id) {
        const model::DataStore* found = m_project.stores.find(id);
        return found ? participant(storeNode(*found, nullptr, ContextColours(model::Project()))) : m_self;
    }

    std::size_t channel(const model::ChannelId& id) {
        const model::Channel* found = m_project.channels.find(id);
        return found ? participant(channelNode(*found)) : m_self;
    }

    std::size_t callee(const model::OperationId& id) {
        const model::Service* found = model::serviceOf(m_project, id);
        return found && found->id != m_service.id ? participant(serviceHead(*found)) : m_self;
    }

    std::size_t cache(const model::CacheLookup& lookup) {
        if (lookup.store) return store(*lookup.store);
        DiagramNode head;
        head.key = QStringLiteral("cache:%1:%2").arg(elementKey(m_service.id), text(lookup.name));
        head.shape = NodeShape::Cylinder;
        head.title = lookup.name.empty() ? sequenceTr("cache") : text(lookup.name);
        head.subtitle = sequenceTr("in the process");
        head.size = storeSize;
        head.connects = false;
        return participant(head);
    }

    static QString text(const std::string& words) { return QString::fromStdString(words); }

    // What happens

    QString keyOf(const StepPath& path) const { return stepKey({m_operation.id, path}); }

    void addMessage(DiagramNode node, std::size_t from, std::size_t to) {
        node.shape = from == to ? NodeShape::SelfMessage : NodeShape::Message;
        const double height =
            node.arrow == EdgeStyle::Event || node.isAnswer ? seq::oneWayHeight : seq::callHeight;
        node.size = QSizeF(0, from == to ? seq::callHeight : height);
        m_items.push_back({Item::Kind::Message, int(m_diagram.nodes.size()), from, to});
        m_diagram.nodes.push_back(std::move(node));
    }

    DiagramNode named(const QString& key, const QString& title, const QString& remark, EdgeStyle arrow,
                      const QString& region) const {
        DiagramNode node;
        node.key = key;
        node.title = title;
        node.subtitle = remark;
        node.arrow = arrow;
        node.region = region;
        return node;
    }

    /// The request that begins it is that of the operation itself.
    void addRequest() {
        const bool consumes = m_operation.subscription.has_value();
        QString remark;
        if (m_operation.request)
            if (const model::Message* message = m_project.messages.find(*m_operation.request))
                remark = text(message->name);
        DiagramNode node = named(elementKey(m_operation.id), nameOr(m_operation.name, m_operation.id.value()),
                                 remark, EdgeStyle::Event, {});
        if (!consumes) node.arrow = EdgeStyle::Relation;
        addMessage(std::move(node), m_caller, m_self);
    }

    void addAnswer() {
        if (m_operation.subscription) return;
        QString title = sequenceTr("answer");
        if (m_operation.response)
            if (const model::Message* message = m_project.messages.find(*m_operation.response))
                title = text(message->name);
        DiagramNode node =
            named(elementKey(m_operation.id) + QStringLiteral("@answer"), title, {}, EdgeStyle::Event, {});
        node.isAnswer = true;
        node.connects = false;
        addMessage(std::move(node), m_self, m_caller);
    }

    void addList(const model::Behaviour& list, const StepPath& path, const QString& region) {
        for (std::size_t index = 0; index < list.size(); ++index)
            addStep(list[index], inside(path, int(index)), region);
        if (list.empty() && !path.empty()) m_items.push_back({Item::Kind::Nothing, -1, m_self, m_self});
    }

    void addStep(const model::Step& step, const StepPath& path, const QString& region) {
        const QString title = stepTitle(m_project, step), remark = stepRemark(m_project, step);
        const auto message = [&](std::size_t to, EdgeStyle arrow) {
            addMessage(named(keyOf(path), title, remark, arrow, region), m_self, to);
        };
        if (const auto* call = std::get_if<model::Call>(&step.action))
            return message(callee(call->operation), EdgeStyle::Call);
        if (const auto* publish = std::get_if<model::Publish>(&step.action))
            return message(channel(publish->channel), EdgeStyle::Event);
        if (const auto* query = std::get_if<model::StoreQuery>(&step.action))
            return message(store(query->store), EdgeStyle::Query);
        if (const auto* lookup = std::get_if<model::CacheLookup>(&step.action)) {
            DiagramNode node =
                named(keyOf(path) + QStringLiteral("@look-up"), title, remark, EdgeStyle::Query, region);
            addMessage(std::move(node), m_self, cache(*lookup));
        }
        model::Step copy = step;
        if (!listsIn(copy).empty()) return addFragment(copy, path, region);
        if (const auto* commit = std::get_if<model::TwoPhaseCommit>(&step.action))
            return addCommit(*commit, path, region);
        addActivity(step, path, region);
    }

    void addActivity(const model::Step& step, const StepPath& path, const QString& region) {
        DiagramNode node = named(keyOf(path), stepTitle(m_project, step), stepRemark(m_project, step),
                                 EdgeStyle::Call, region);
        node.shape = NodeShape::Activity;
        const double width = wordWidth(TextRole::Caption, node.title) + 28;
        node.size = QSizeF(std::max(width, seq::leastActivity), seq::activityHeight);
        m_items.push_back({Item::Kind::Activity, int(m_diagram.nodes.size()), m_self, m_self});
        m_diagram.nodes.push_back(std::move(node));
    }

    void open(const QString& key, const QString& title, RegionLook look, const QString& parent) {
        DiagramRegion region;
        region.key = key;
        region.title = title;
        region.look = look;
        region.parent = parent;
        region.connects = false;
        m_items.push_back({Item::Kind::Open, int(m_diagram.regions.size()), m_self, m_self});
        m_diagram.regions.push_back(std::move(region));
    }

    void close(const QString& key) {
        const auto found = std::find_if(m_diagram.regions.begin(), m_diagram.regions.end(),
                                        [&](const DiagramRegion& region) { return region.key == key; });
        m_items.push_back({Item::Kind::Close, int(found - m_diagram.regions.begin()), m_self, m_self});
    }

    void addFragment(model::Step& step, const StepPath& path, const QString& parent) {
        const auto lists = listsIn(step);
        const QStringList titles = listTitles(step);
        const QString key = keyOf(path);
        const bool parted = lists.size() > 1;
        const QString own = parted ? QString() : titles.value(0);
        open(key, own.isEmpty() ? stepTitle(m_project, step) : own, RegionLook::Fragment, parent);
        for (std::size_t index = 0; index < lists.size(); ++index) {
            const StepPath list = inside(path, int(index));
            const QString part = parted ? keyOf(list) : key;
            if (parted) open(part, titles.value(int(index)), RegionLook::Compartment, key);
            addList(*lists[index], list, part);
            if (parted) close(part);
        }
        close(key);
    }

    /// All prepare, then all commit.
    void addCommit(const model::TwoPhaseCommit& commit, const StepPath& path, const QString& parent) {
        const QString key = keyOf(path);
        open(key, sequenceTr("two-phase commit"), RegionLook::Fragment, parent);
        for (const bool second : {false, true})
            for (std::size_t index = 0; index < commit.participants.size(); ++index) {
                const model::Participant& participant = commit.participants[index];
                const QString place = QStringLiteral("%1@%2-%3").arg(key).arg(second).arg(index);
                const QString remark =
                    !second && participant.refusal > 0 ? sequenceTr("may refuse") : QString();
                addMessage(named(place, second ? sequenceTr("commit") : sequenceTr("prepare"), remark,
                                 EdgeStyle::Query, key),
                           m_self, store(participant.store));
            }
        close(key);
    }

    // Where it is

    /// Those that were moved stand where they were put; the others stay in the order of their first use.
    void orderColumns(const model::Layout& layout) {
        std::vector<std::pair<double, std::size_t>> order;
        const auto places = layout.diagrams.find(m_diagram.name.toStdString());
        for (std::size_t index = 0; index < m_participants.size(); ++index) {
            const model::NodePlace* place =
                places == layout.diagrams.end()
                    ? nullptr
                    : places->second.nodes.find(m_participants[index].head.key.toStdString());
            order.emplace_back(place ? place->x : double(index) * seq::usualColumn, index);
        }
        std::stable_sort(order.begin(), order.end(),
                         [](const auto& one, const auto& other) { return one.first < other.first; });
        for (const auto& [x, index] : order) m_columns.push_back(index);
    }

    std::size_t columnOf(std::size_t participant) const {
        return std::size_t(std::find(m_columns.begin(), m_columns.end(), participant) - m_columns.begin());
    }

    double widthOf(const Item& item) const {
        const DiagramNode& node = m_diagram.nodes[std::size_t(item.index)];
        return std::max(wordWidth(TextRole::Caption, node.title),
                        wordWidth(TextRole::Caption, node.subtitle)) +
               seq::wordMargin;
    }

    /// The columns stand as far apart as heads and words need.
    void placeColumns() {
        std::vector<double> gaps;
        for (std::size_t at = 1; at < m_columns.size(); ++at) {
            const double halves = m_participants[m_columns[at - 1]].head.size.width() / 2 +
                                  m_participants[m_columns[at]].head.size.width() / 2;
            gaps.push_back(std::max(seq::usualColumn, halves + seq::headGap));
        }
        for (const Item& item : m_items) {
            if (item.kind != Item::Kind::Message || gaps.empty()) continue;
            const auto [first, last] = std::minmax(columnOf(item.from), columnOf(item.to));
            const std::size_t end = std::max(last, std::min(first + 1, gaps.size()));
            double room = 0;
            for (std::size_t at = first; at < end; ++at) room += gaps[at];
            if (end > first && room < widthOf(item)) gaps[end - 1] += widthOf(item) - room;
        }
        double x = 0;
        for (std::size_t at = 0; at < m_columns.size(); ++at) {
            m_participants[m_columns[at]].x = std::round(x);
            if (at < gaps.size()) x += gaps[at];
        }
    }

    void placeRows() {
        m_y = seq::headHeight / 2 + seq::firstGap;
        for (const Item& item : m_items) {
            switch (item.kind) {
                case Item::Kind::Message:
                    placeMessage(item);
                    break;
                case Item::Kind::Activity:
                    placeActivity(item);
                    break;
                case Item::Kind::Open:
                    m_open.push_back({QPointF(m_participants[m_self].x, m_y), QSizeF(0, 0)});
                    m_y += seq::titleHeight;
                    break;
                case Item::Kind::Close:
                    closeFrame(m_diagram.regions[std::size_t(item.index)]);
                    break;
                case Item::Kind::Nothing:
                    m_y += seq::emptyHeight;
                    break;
            }
        }
    }

    void reach(double left, double right) {
        if (m_open.empty()) return;
        m_open.back().setLeft(std::min(m_open.back().left(), left));
        m_open.back().setRight(std::max(m_open.back().right(), right));
    }

    void placeMessage(const Item& item) {
        DiagramNode& node = m_diagram.nodes[std::size_t(item.index)];
        const double from = m_participants[item.from].x, to = m_participants[item.to].x;
        const double right = item.from == item.to ? from + std::max(seq::selfWidth, widthOf(item)) : to;
        node.leftwards = to < from;
        const QRectF rect(QPointF(std::min(from, right), m_y),
                          QSizeF(std::abs(right - from), node.size.height()));
        node.size = rect.size();
        node.centre = rect.center();
        reach(rect.left(), rect.right());
        if (item.from != item.to && !node.isAnswer && node.arrow != EdgeStyle::Event && item.to != m_self)
            m_diagram.lines.push_back(
                {QLineF(to, m_y + seq::arrowDrop, to, rect.bottom() - seq::answerRise), seq::busyWidth});
        if (m_busyFrom < 0) m_busyFrom = m_y + seq::arrowDrop;
        m_busyTo = rect.bottom() - seq::answerRise;
        m_y += node.size.height() + seq::rowGap;
    }

    void placeActivity(const Item& item) {
        DiagramNode& node = m_diagram.nodes[std::size_t(item.index)];
        node.centre = QPointF(m_participants[m_self].x, m_y + node.size.height() / 2);
        reach(node.rect().left(), node.rect().right());
        m_busyTo = node.rect().bottom();
        m_y += node.size.height() + seq::rowGap;
    }

    void closeFrame(DiagramRegion& region) {
        QRectF frame = m_open.back();
        m_open.pop_back();
        frame.adjust(-seq::frameSide, 0, seq::frameSide, 0);
        const double words = wordWidth(TextRole::SmallName, region.title) + 32;
        if (frame.width() < words) frame.setWidth(words);
        frame.setBottom(m_y + seq::frameFoot - seq::rowGap);
        region.rect = frame;
        region.centre = frame.center();
        m_y = frame.bottom() + seq::rowGap;
        reach(frame.left(), frame.right());
    }

    /// Below all, so that heads are painted over the ends.
    void addLifelines() {
        std::vector<DiagramLine> lines;
        for (const Participant& participant : m_participants)
            lines.push_back({QLineF(participant.x, participant.head.size.height() / 2, participant.x,
                                    m_y + seq::lifelineEnd),
                             0});
        const double self = m_participants[m_self].x;
        lines.push_back({QLineF(self, m_busyFrom, self, std::max(m_busyTo, m_busyFrom)), seq::busyWidth});
        m_diagram.lines.insert(m_diagram.lines.begin(), lines.begin(), lines.end());
        for (Participant& participant : m_participants) {
            participant.head.centre = QPointF(participant.x, 0);
            m_diagram.nodes.push_back(std::move(participant.head));
        }
    }

    const model::Project& m_project;
    const model::Service& m_service;
    const model::Operation& m_operation;
    Diagram m_diagram;
    std::vector<Participant> m_participants;
    QHash<QString, std::size_t> m_index;
    std::vector<std::size_t> m_columns;  ///< Participants from left to right
    std::vector<Item> m_items;
    std::vector<QRectF> m_open;  ///< Frames that are not closed yet
    std::size_t m_caller = 0, m_self = 0;
    double m_y = 0;
    double m_busyFrom = -1, m_busyTo = 0;
};

}  // namespace

Diagram sequenceDiagram(const model::Project& project, const model::Layout& layout, const QString& root) {
    const model::OperationId id(root.section(u':', 1).toStdString());
    const model::Service* service = model::serviceOf(project, id);
    if (service) return SequenceDiagram(project, *service, *service->operations.find(id)).make(layout);
    Diagram empty;
    empty.name = QStringLiteral("behaviour/") + root;
    return empty;
}

}  // namespace app
