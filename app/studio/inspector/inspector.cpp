#include "app/studio/inspector/inspector.h"

#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

#include "app/studio/inspector/row_widget.h"
#include "app/studio/panel_header.h"
#include "app/theme/widgets.h"

namespace app {

Inspector::Inspector(Document& document, Selection& selection, const Theme& theme, QWidget* parent)
    : QWidget(parent),
      m_document(document),
      m_selection(selection),
      m_theme(theme),
      m_scroll(new QScrollArea(this)) {
    setProperty("look", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    auto* header = new PanelHeader(this);
    m_title = header->title();
    m_kind = header->addBadge();
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(header);
    layout->addWidget(m_scroll, 1);
    connect(&document, &Document::changed, this, &Inspector::refresh);
    connect(&document, &Document::opened, this, &Inspector::refresh);
    connect(&selection, &Selection::changed, this, &Inspector::followSelection);
    refresh();
}

// A field that loses the focus with it commits what was typed, to nobody.
Inspector::~Inspector() {
    for (RowWidget* widget : m_rows) widget->blockSignals(true);
}

void Inspector::setTheme(const Theme& theme) {
    m_theme = theme;
    m_rows.clear();
    refresh();
}

void Inspector::setFindings(const std::vector<model::Finding>& findings) {
    m_findings = findings;
    refresh();
}

void Inspector::followSelection() {
    refresh();
    m_scroll->verticalScrollBar()->setValue(0);
}

namespace {

/// Names in it may be endless.
QString briefly(const QString& sentence) {
    constexpr qsizetype most = 240, end = 60;
    if (sentence.size() <= most) return sentence;
    return sentence.left(most - end) + QStringLiteral(" … ") + sentence.right(end);
}

}  // namespace

void Inspector::appendFindings(Inspection& inspection) const {
    if (m_selection.keys().size() != 1) return;
    const std::string key = m_selection.keys().front().toStdString();
    auto place = inspection.rows.begin();
    for (const model::Finding& finding : m_findings) {
        if (model::elementKey(finding.element) != key) continue;
        Row row;
        row.kind = Row::Kind::Notice;
        row.label = briefly(QString::fromStdString(finding.message));
        row.value = briefly(QString::fromStdString(finding.fix));
        row.hint = finding.severity == model::Severity::Error  ? QStringLiteral("error")
                   : finding.severity == model::Severity::Hint ? QStringLiteral("hint")
                                                               : QStringLiteral("warning");
        place = std::next(inspection.rows.insert(place, std::move(row)));
    }
}

void Inspector::refresh() {
    Inspection inspection = inspect(m_document.project(), m_selection.keys());
    appendFindings(inspection);
    m_title->setText(inspection.title);
    m_title->setToolTip(inspection.title);
    m_kind->setText(inspection.kind);
    const std::vector<Row> rows = visibleRows(std::move(inspection.rows));
    const bool sameShape =
        m_rows.size() == rows.size() &&
        std::equal(m_rows.begin(), m_rows.end(), rows.begin(),
                   [](const RowWidget* widget, const Row& row) { return widget->row().sameShape(row); });
    if (!sameShape) return rebuild(rows);
    for (std::size_t index = 0; index < m_rows.size(); ++index) m_rows[index]->present(rows[index]);
}

std::vector<Row> Inspector::visibleRows(std::vector<Row> rows) const {
    std::vector<Row> visible;
    std::optional<int> closed;  // The depth of the closed section that we are in
    for (Row& row : rows) {
        if (closed && row.depth > *closed) continue;
        closed.reset();
        if (!row.fold.isEmpty()) row.open = m_folds.value(row.fold, row.open);
        if (!row.fold.isEmpty() && !row.open) closed = row.depth;
        visible.push_back(std::move(row));
    }
    return visible;
}

void Inspector::fold(const QString& section, bool open) {
    m_folds[section] = open;
    refresh();
}

void Inspector::rebuild(const std::vector<Row>& rows) {
    const int scrolled = m_scroll->verticalScrollBar()->value();
    m_rows.clear();
    // The old form may be the one whose signal we answer: it goes when the event is over.
    if (QWidget* old = m_scroll->takeWidget()) {
        old->setEnabled(false);
        old->blockSignals(true);
        for (RowWidget* widget : old->findChildren<RowWidget*>()) widget->blockSignals(true);
        old->deleteLater();
    }
    m_form = new QWidget;
    m_form->setProperty("look", QStringLiteral("panel"));
    m_form->setAttribute(Qt::WA_StyledBackground);
    auto* layout = new QVBoxLayout(m_form);
    layout->setContentsMargins(0, 0, 0, 16);
    layout->setSpacing(0);
    for (const Row& row : rows) {
        RowWidget* widget = makeRowWidget(row, m_theme, m_form);
        connect(widget, &RowWidget::committed, this,
                [this, widget](const QString& entered) { commit(widget, entered); });
        connect(widget, &RowWidget::followed, this,
                [this](const QStringList& keys) { m_selection.set(keys); });
        connect(widget, &RowWidget::folded, this,
                [this, widget](bool open) { fold(widget->row().fold, open); });
        layout->addWidget(widget);
        m_rows.push_back(widget);
    }
    layout->addStretch();
    m_scroll->setWidget(m_form);
    m_scroll->verticalScrollBar()->setValue(scrolled);
}

void Inspector::commit(RowWidget* widget, const QString& entered) {
    const Row row = widget->row();
    if (!row.write) return;
    auto next = row.write(m_document.project(), entered);
    if (!next) return widget->showError(QString::fromStdString(next.error().message));
    widget->clearError();
    const bool same = *next == m_document.project();
    m_document.apply(std::move(*next), row.undo);
    // A field that was given the value it had in other words (`0.8 s`) shows the usual ones.
    if (same) widget->present(row);
}

RowWidget* Inspector::find(const QString& label) const {
    const auto found = std::find_if(m_rows.begin(), m_rows.end(),
                                    [&](const RowWidget* widget) { return widget->row().label == label; });
    return found == m_rows.end() ? nullptr : *found;
}

}  // namespace app
