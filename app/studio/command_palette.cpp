#include "app/studio/command_palette.h"

#include <QGraphicsDropShadowEffect>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>
#include <algorithm>

#include "app/theme/icon.h"

namespace app {

namespace {

constexpr std::size_t mostEntries = 200;
constexpr int rowHeight = 30;

class PaletteRowPainter : public QStyledItemDelegate {
public:
    PaletteRowPainter(const Theme& theme, QObject* parent) : QStyledItemDelegate(parent), m_theme(theme) {}

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {100, rowHeight};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const bool current = option.state.testFlag(QStyle::State_Selected);
        if (current) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(m_theme.accentSurface);
            painter->drawRoundedRect(option.rect.adjusted(6, 0, -6, 0), 6, 6);
        }
        QRect area = option.rect.adjusted(16, 0, -16, 0);
        const QIcon picture =
            icon(index.data(PaletteModel::IconRole).toString(), current ? m_theme.accent : m_theme.secondary);
        picture.paint(painter, QRect(area.left(), area.center().y() - 7, 16, 16));
        area.setLeft(area.left() + 26);
        painter->setFont(interFont(12));
        painter->setPen(m_theme.faint);
        const QString word = index.data(PaletteModel::WordRole).toString();
        painter->drawText(area, Qt::AlignVCenter | Qt::AlignRight, word);
        area.setRight(area.right() - painter->fontMetrics().horizontalAdvance(word) - 12);
        painter->setFont(interFont(13));
        painter->setPen(current ? m_theme.accent : m_theme.text);
        painter->drawText(
            area, Qt::AlignVCenter | Qt::AlignLeft,
            painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, area.width()));
        painter->restore();
    }

private:
    Theme m_theme;
};

}  // namespace

void PaletteModel::setEntries(std::vector<PaletteEntry> entries) {
    beginResetModel();
    m_entries = std::move(entries);
    m_shown.clear();
    endResetModel();
    seek({});
}

void PaletteModel::seek(const QString& sought) {
    std::vector<std::pair<int, std::size_t>> found;
    for (std::size_t at = 0; at < m_entries.size(); ++at) {
        int score = fuzzyScore(m_entries[at].title, sought);
        if (score < 0 && fuzzyScore(m_entries[at].search, sought) >= 1000) score = 0;
        if (score >= 0) found.emplace_back(-score, at);
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& left, const auto& right) { return left.first < right.first; });
    beginResetModel();
    m_shown.clear();
    for (const auto& [score, at] : found)
        if (m_shown.size() < mostEntries) m_shown.push_back(at);
    endResetModel();
}

const PaletteEntry* PaletteModel::entry(int row) const {
    return row >= 0 && row < rowCount() ? &m_entries[m_shown[static_cast<std::size_t>(row)]] : nullptr;
}

int PaletteModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QVariant PaletteModel::data(const QModelIndex& index, int role) const {
    const PaletteEntry* shown = index.isValid() ? entry(index.row()) : nullptr;
    if (!shown) return {};
    switch (role) {
        case Qt::DisplayRole:
            return shown->title;
        case WordRole:
            return shown->word;
        case IconRole:
            return shown->iconName;
        case Qt::AccessibleTextRole:
            return QStringLiteral("%1, %2").arg(shown->title, shown->word);
        default:
            return {};
    }
}

CommandPalette::CommandPalette(const Theme& theme, QWidget* window)
    : QFrame(window), m_theme(theme), m_field(new QLineEdit(this)), m_list(new QListView(this)) {
    setProperty("look", QStringLiteral("floating"));
    setAttribute(Qt::WA_StyledBackground);
    m_field->setPlaceholderText(tr("Search or run a command"));
    m_field->setAccessibleName(tr("Search or run a command"));
    m_list->setModel(&m_model);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setMouseTracking(true);
    m_list->setUniformItemSizes(true);
    m_list->setAccessibleName(tr("Commands and elements"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(6);
    layout->addWidget(m_field);
    layout->addWidget(m_list);
    m_field->installEventFilter(this);
    window->installEventFilter(this);
    connect(m_field, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_model.seek(text.trimmed());
        m_list->setCurrentIndex(m_model.index(0));
        place();
    });
    connect(m_list, &QListView::entered, m_list,
            [this](const QModelIndex& index) { m_list->setCurrentIndex(index); });
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex& index) {
        m_list->setCurrentIndex(index);
        runCurrent();
    });
    setTheme(theme);
    hide();
}

void CommandPalette::setTheme(const Theme& theme) {
    m_theme = theme;
    m_list->setItemDelegate(new PaletteRowPainter(theme, m_list));
    auto* shadow = new QGraphicsDropShadowEffect(this);
    shadow->setBlurRadius(32);
    shadow->setOffset(0, 8);
    shadow->setColor(QColor(0, 0, 0, theme.isDark() ? 160 : 60));
    setGraphicsEffect(shadow);
}

void CommandPalette::open(std::vector<PaletteEntry> entries) {
    if (!isVisible()) m_before = window()->focusWidget();
    m_model.setEntries(std::move(entries));
    m_field->clear();
    m_list->setCurrentIndex(m_model.index(0));
    place();
    raise();
    show();
    m_field->setFocus(Qt::PopupFocusReason);
}

void CommandPalette::place() {
    const int width = std::min(560, parentWidget()->width() - 32);
    const int rows = std::clamp(m_model.rowCount(), 1, 12);
    setGeometry((parentWidget()->width() - width) / 2, 4, width, rows * rowHeight + 56);
}

void CommandPalette::step(int rows) {
    const int count = m_model.rowCount();
    if (count == 0) return;
    const int row = std::clamp(m_list->currentIndex().row() + rows, 0, count - 1);
    m_list->setCurrentIndex(m_model.index(row));
}

/// Gives the focus back to where it was.
void CommandPalette::leave() {
    hide();
    (m_before ? m_before.data() : parentWidget())->setFocus();
}

void CommandPalette::runCurrent() {
    const PaletteEntry* chosen = m_model.entry(m_list->currentIndex().row());
    if (!chosen) return;
    const auto run = chosen->run;
    leave();
    if (run) run();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible()) place();
    if (watched != m_field) return QFrame::eventFilter(watched, event);
    if (event->type() == QEvent::FocusOut && isVisible()) hide();
    if (event->type() != QEvent::KeyPress) return QFrame::eventFilter(watched, event);
    switch (static_cast<QKeyEvent*>(event)->key()) {
        case Qt::Key_Escape:
            leave();
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            runCurrent();
            return true;
        case Qt::Key_Up:
            step(-1);
            return true;
        case Qt::Key_Down:
            step(1);
            return true;
        case Qt::Key_PageUp:
            step(-10);
            return true;
        case Qt::Key_PageDown:
            step(10);
            return true;
        default:
            return false;
    }
}

}  // namespace app
