#include "app/canvas/accessible_canvas.h"

#include <QAccessibleWidget>
#include <QHash>
#include <QPointer>

#include "app/canvas/canvas_view.h"
#include "app/canvas/diagram_geometry.h"

namespace app {
namespace {

QString shapeWord(NodeShape shape) {
    switch (shape) {
        case NodeShape::Cylinder:
            return CanvasView::tr("data store");
        case NodeShape::Pill:
            return CanvasView::tr("channel");
        case NodeShape::CutCard:
            return CanvasView::tr("function");
        case NodeShape::DashedCard:
            return CanvasView::tr("external system");
        case NodeShape::Figure:
        case NodeShape::Person:
            return CanvasView::tr("actor");
        case NodeShape::Hexagon:
            return CanvasView::tr("component");
        case NodeShape::Note:
            return CanvasView::tr("note");
        case NodeShape::Group:
            return CanvasView::tr("collapsed group");
        case NodeShape::Card:
            return CanvasView::tr("service");
        case NodeShape::Message:
        case NodeShape::SelfMessage:
            return CanvasView::tr("message");
        case NodeShape::Activity:
            return CanvasView::tr("activity");
    }
    return {};
}

/// One node of a diagram, by its key: it outlives changes of the diagram.
class AccessibleNode : public QAccessibleInterface {
public:
    AccessibleNode(CanvasView* view, QString key) : m_view(view), m_key(std::move(key)) {}

    bool isValid() const override { return node() != nullptr; }
    QObject* object() const override { return nullptr; }
    QAccessibleInterface* parent() const override { return QAccessible::queryAccessibleInterface(m_view); }
    QAccessibleInterface* child(int) const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }

    QString text(QAccessible::Text kind) const override {
        const DiagramNode* found = node();
        if (!found) return {};
        if (kind == QAccessible::Name) return found->title;
        if (kind != QAccessible::Description) return {};
        QStringList words{shapeWord(found->shape), found->subtitle, found->corner};
        const int region = m_view->geometry().regionIndex(found->region);
        if (region >= 0) words << CanvasView::tr("in %1").arg(m_view->geometry().region(region).title);
        words.removeAll(QString());
        return words.join(QStringLiteral(", "));
    }
    void setText(QAccessible::Text, const QString&) override {}

    QRect rect() const override {
        const DiagramNode* found = node();
        if (!found) return {};
        const QRect shown = m_view->mapFromScene(found->rect()).boundingRect();
        return {m_view->viewport()->mapToGlobal(shown.topLeft()), shown.size()};
    }

    QAccessible::State state() const override {
        QAccessible::State state;
        state.selectable = state.focusable = true;
        const DiagramNode* found = node();
        if (!found) {
            state.invalid = true;
            return state;
        }
        state.selected = m_view->selection().contains(m_key);
        state.focused = state.selected && m_view->hasFocus();
        state.offscreen =
            !m_view->viewport()->rect().intersects(m_view->mapFromScene(found->rect()).boundingRect());
        return state;
    }

private:
    const DiagramNode* node() const {
        if (!m_view) return nullptr;
        const int index = m_view->geometry().nodeIndex(m_key);
        return index < 0 ? nullptr : &m_view->geometry().node(index);
    }

    QPointer<CanvasView> m_view;
    QString m_key;
};

/// The canvas as a list of its nodes.
class AccessibleCanvas : public QAccessibleWidget {
public:
    explicit AccessibleCanvas(CanvasView* view) : QAccessibleWidget(view, QAccessible::List) {}
    ~AccessibleCanvas() override {
        for (const QAccessible::Id id : std::as_const(m_ids)) QAccessible::deleteAccessibleInterface(id);
    }
    AccessibleCanvas(const AccessibleCanvas&) = delete;
    AccessibleCanvas& operator=(const AccessibleCanvas&) = delete;

    int childCount() const override { return view() ? int(view()->geometry().diagram().nodes.size()) : 0; }

    QAccessibleInterface* child(int index) const override {
        if (index < 0 || index >= childCount()) return nullptr;
        const auto& nodes = view()->geometry().diagram().nodes;
        const QString& key = nodes[std::size_t(index)].key;
        const auto known = m_ids.constFind(key);
        if (known != m_ids.constEnd()) return QAccessible::accessibleInterface(*known);
        auto* made = new AccessibleNode(view(), key);
        m_ids.insert(key, QAccessible::registerAccessibleInterface(made));
        return made;
    }

    QAccessibleInterface* childAt(int x, int y) const override {
        if (!view()) return nullptr;
        const QPoint at = view()->viewport()->mapFromGlobal(QPoint(x, y));
        return child(view()->geometry().nodeIndex(view()->elementAt(at)));
    }

    int indexOfChild(const QAccessibleInterface* sought) const override {
        for (int i = 0; i < childCount(); ++i)
            if (child(i) == sought) return i;
        return -1;
    }

private:
    /// Null while the view is being destroyed.
    CanvasView* view() const { return qobject_cast<CanvasView*>(object()); }

    mutable QHash<QString, QAccessible::Id> m_ids;
};

QAccessibleInterface* makeAccessibleCanvas(const QString&, QObject* object) {
    auto* view = qobject_cast<CanvasView*>(object);
    return view ? new AccessibleCanvas(view) : nullptr;
}

}  // namespace

void exposeCanvases() {
    static const bool once = [] {
        QAccessible::installFactory(makeAccessibleCanvas);
        return true;
    }();
    Q_UNUSED(once)
}

}  // namespace app
