#include "app/studio/problems_panel.h"

#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QStackedLayout>
#include <QStyledItemDelegate>

#include "app/theme/icon.h"
#include "app/theme/widgets.h"

namespace app {

namespace {

/// The first column carries a sign whose shape differs with the severity.
class ProblemPainter : public QStyledItemDelegate {
public:
    ProblemPainter(const Theme& theme, QObject* parent) : QStyledItemDelegate(parent), m_theme(theme) {}

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {80, 26}; }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        painter->save();
        if (option.state.testFlag(QStyle::State_Selected))
            painter->fillRect(option.rect, m_theme.accentSurface);
        QRect area = option.rect.adjusted(12, 0, -8, 0);
        if (index.column() == ProblemsModel::MessageColumn) {
            sign(index).paint(painter, QRect(area.left(), area.center().y() - 7, 16, 16));
            area.setLeft(area.left() + 24);
        }
        painter->setFont(interFont(index.column() == 0 ? 13 : 12));
        painter->setPen(index.column() == 0 ? m_theme.text : m_theme.secondary);
        painter->drawText(area, Qt::AlignVCenter | Qt::AlignLeft,
                          painter->fontMetrics().elidedText(index.data().toString().left(500), Qt::ElideRight,
                                                            area.width()));
        painter->restore();
    }

private:
    QIcon sign(const QModelIndex& index) const {
        switch (static_cast<model::Severity>(index.data(ProblemsModel::SeverityRole).toInt())) {
            case model::Severity::Error:
                return icon(QStringLiteral("error"), m_theme.bad);
            case model::Severity::Warning:
                return icon(QStringLiteral("warning"), m_theme.warning);
            case model::Severity::Hint:
                return icon(QStringLiteral("lightbulb"), m_theme.secondary);
        }
        return {};
    }

    Theme m_theme;
};

}  // namespace

ProblemsPanel::ProblemsPanel(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      m_view(new QTreeView(this)),
      m_none(secondaryLabel(tr("The checks found nothing to mend."), this)) {
    m_view->setModel(&m_model);
    m_view->setRootIsDecorated(false);
    m_view->setUniformRowHeights(true);
    m_view->setAccessibleName(tr("Problems"));
    m_view->header()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_view->header()->resizeSection(ProblemsModel::MessageColumn, 460);
    m_view->header()->resizeSection(ProblemsModel::PlaceColumn, 160);
    m_none->setAlignment(Qt::AlignCenter);
    auto* layout = new QStackedLayout(this);
    layout->addWidget(m_view);
    layout->addWidget(m_none);
    const auto reveal = [this](const QModelIndex& index) {
        const QString key = index.data(ProblemsModel::KeyRole).toString();
        if (!key.isEmpty()) emit revealRequested(key);
    };
    connect(m_view, &QTreeView::clicked, this, reveal);
    connect(m_view, &QTreeView::activated, this, reveal);
    setTheme(theme);
    setProblems({});
}

void ProblemsPanel::setTheme(const Theme& theme) {
    m_view->setItemDelegate(new ProblemPainter(theme, m_view));
}

void ProblemsPanel::setProblems(std::vector<Problem> problems) {
    m_model.setProblems(std::move(problems));
    static_cast<QStackedLayout*>(layout())->setCurrentIndex(m_model.rowCount() == 0 ? 1 : 0);
}

}  // namespace app
