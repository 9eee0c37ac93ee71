#include "app/studio/history_panel.h"

#include <QApplication>
#include <QLocale>
#include <QPainter>
#include <QStyledItemDelegate>

#include "app/theme/icon.h"
#include "app/theme/theme.h"

namespace app {

namespace {

constexpr int historyRowHeight = 26;
constexpr int timeWidth = 132;

QString stepTime(const QDateTime& time) {
    if (!time.isValid()) return {};
    const bool today = time.date() == QDate::currentDate();
    return QLocale().toString(time, today ? QStringLiteral("HH:mm:ss") : QStringLiteral("d MMM, HH:mm:ss"));
}

/// A dot on the rail where the user is, the step's sign and name, a word for what is saved, the time. What
/// was undone is faint. Colours come from the palette, which is the theme's.
class HistoryPainter : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {200, historyRowHeight};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const QPalette palette = QApplication::palette();
        const bool current = index.data(HistoryModel::CurrentRole).toBool();
        if (current) painter->fillRect(option.rect, palette.color(QPalette::Highlight));
        if (!current && option.state.testFlag(QStyle::State_MouseOver))
            painter->fillRect(option.rect, palette.color(QPalette::Base));
        paintRail(*painter, option.rect, index, palette);
        paintWords(*painter, option.rect.adjusted(36, 0, -12, 0), index, palette);
        if (option.state.testFlag(QStyle::State_HasFocus)) {
            painter->setPen(palette.color(QPalette::Link));
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(QRectF(option.rect).adjusted(1.5, 1.5, -1.5, -1.5), 4, 4);
        }
        painter->restore();
    }

private:
    static QColor secondary(const QPalette& palette) {
        const QColor text = palette.color(QPalette::Text), under = palette.color(QPalette::Window);
        const auto between = [](int a, int b) { return (a * 65 + b * 35) / 100; };
        return {between(text.red(), under.red()), between(text.green(), under.green()),
                between(text.blue(), under.blue())};
    }

    static void paintRail(QPainter& painter, const QRect& area, const QModelIndex& index,
                          const QPalette& palette) {
        const QPointF centre(20, area.center().y() + 0.5);
        const bool last = index.row() + 1 == index.model()->rowCount();
        painter.setPen(QPen(palette.color(QPalette::Mid), 1));
        if (index.row() > 0) painter.drawLine(QPointF(20, area.top()), centre);
        if (!last) painter.drawLine(centre, QPointF(20, area.bottom() + 1));
        const bool current = index.data(HistoryModel::CurrentRole).toBool();
        painter.setPen(QPen(palette.color(current ? QPalette::Link : QPalette::Mid), 1.5));
        painter.setBrush(palette.color(current ? QPalette::Link : QPalette::Window));
        painter.drawEllipse(centre, current ? 5 : 3.5, current ? 5 : 3.5);
    }

    static void paintWords(QPainter& painter, QRect area, const QModelIndex& index, const QPalette& palette) {
        const bool current = index.data(HistoryModel::CurrentRole).toBool();
        const bool undone = index.data(HistoryModel::UndoneRole).toBool();
        const QColor quiet = undone ? palette.color(QPalette::PlaceholderText) : secondary(palette);
        const QColor loud = undone    ? palette.color(QPalette::PlaceholderText)
                            : current ? palette.color(QPalette::Link)
                                      : palette.color(QPalette::Text);
        icon(index.data(HistoryModel::IconRole).toString(), current ? loud : quiet)
            .paint(&painter, QRect(area.left(), area.center().y() - 7, 16, 16));
        area.setLeft(area.left() + 26);
        painter.setFont(interFont(12));
        painter.setPen(quiet);
        painter.drawText(area, Qt::AlignVCenter | Qt::AlignRight,
                         stepTime(index.data(HistoryModel::TimeRole).toDateTime()));
        area.setRight(area.right() - timeWidth);
        if (index.data(HistoryModel::SavedRole).toBool()) {
            const QString saved = HistoryPanel::tr("saved");
            painter.drawText(area, Qt::AlignVCenter | Qt::AlignRight, saved);
            const int width = painter.fontMetrics().horizontalAdvance(saved);
            icon(QStringLiteral("save"), quiet)
                .paint(&painter, QRect(area.right() - width - 20, area.center().y() - 6, 14, 14));
            area.setRight(area.right() - width - 28);
        }
        painter.setFont(interFont(13, current ? QFont::DemiBold : QFont::Normal));
        painter.setPen(loud);
        painter.drawText(area, Qt::AlignVCenter | Qt::AlignLeft,
                         painter.fontMetrics().elidedText(index.data().toString().left(500), Qt::ElideRight,
                                                          area.width()));
    }
};

}  // namespace

HistoryPanel::HistoryPanel(Document& document, QWidget* parent) : QListView(parent), m_model(document, this) {
    setModel(&m_model);
    setItemDelegate(new HistoryPainter(this));
    setAccessibleName(tr("History"));
    setUniformItemSizes(true);
    setMouseTracking(true);
    setEditTriggers(NoEditTriggers);
    setVerticalScrollMode(ScrollPerPixel);
    const auto go = [&document](const QModelIndex& index) { document.goTo(index.row()); };
    connect(this, &QListView::clicked, this, go);
    connect(this, &QListView::activated, this, go);
    connect(&m_model, &HistoryModel::moved, this, &HistoryPanel::showCurrent);
    showCurrent();
}

// Out of sight nothing has to be laid out for it.
void HistoryPanel::showCurrent() {
    if (isVisible()) setCurrentIndex(m_model.index(m_model.currentRow()));
}

void HistoryPanel::showEvent(QShowEvent* event) {
    QListView::showEvent(event);
    showCurrent();
}

}  // namespace app
