#include "app/finding/find_popup.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "app/canvas/canvas_view.h"
#include "app/design/diagram_mode.h"
#include "app/finding/element_place.h"
#include "app/finding/find_chips.h"
#include "app/finding/grouped_row_painter.h"
#include "app/finding/show_element.h"
#include "app/overlays/diagram_lens.h"
#include "app/overlays/filter_menu.h"
#include "app/studio/studio_context.h"
#include "app/studio/workbench.h"
#include "app/theme/icon.h"
#include "app/theme/widgets.h"

namespace app {
namespace {

constexpr int foundRowHeight = 26;
constexpr int findWidth = 400;
/// A large model is searched when the typing rests [ms].
constexpr int findPause = 60;
constexpr int manyElements = 4000;

QToolButton* findButton(const QString& name, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setAccessibleName(name);
    button->setToolTip(name);
    button->setIconSize({16, 16});
    button->setFixedSize(26, 26);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

}  // namespace

FindPopup::FindPopup(StudioContext& studio, DiagramMode& mode, QWidget* parent)
    : QFrame(parent),
      m_studio(studio),
      m_mode(mode),
      m_index(studio.document()),
      m_theme(studio.theme()),
      m_field(new QLineEdit(this)),
      m_count(secondaryLabel({}, this)),
      m_terms(findButton(tr("Narrow down by kind, team, technology, tag or context"), this)),
      m_close(findButton(tr("Close (Esc)"), this)),
      m_chips(new QWidget(this)),
      m_chipLine(new QHBoxLayout(m_chips)),
      m_words(secondaryLabel({}, this)),
      m_list(new QListView(this)),
      m_keep(linkButton(tr("Keep as a filter of the diagram"), this)),
      m_pause(new QTimer(this)) {
    setProperty("look", QStringLiteral("floating"));
    setAttribute(Qt::WA_StyledBackground);
    setAccessibleName(tr("Find elements"));
    setFixedWidth(findWidth);
    build();
    connectAll();
    setTheme(studio.theme());
    hide();
}

void FindPopup::build() {
    m_field->setPlaceholderText(tr("Find in all diagrams"));
    m_field->setAccessibleName(tr("Find elements by name, kind:, team:, tech:, tag:, context:"));
    m_field->setClearButtonEnabled(true);
    m_words->setWordWrap(true);
    m_words->setContentsMargins(8, 4, 8, 6);
    m_list->setModel(&m_model);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setUniformItemSizes(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setAccessibleName(tr("What was found"));
    m_keep->setToolTip(tr("Dims all else on this diagram, until the filter is cleared"));
    m_chipLine->setContentsMargins(4, 0, 4, 0);
    m_chipLine->setSpacing(6);
    auto* line = new QHBoxLayout;
    line->setSpacing(4);
    line->addWidget(m_field, 1);
    line->addWidget(m_count);
    line->addWidget(m_terms);
    line->addWidget(m_close);
    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(6, 0, 6, 0);
    foot->addWidget(m_keep);
    foot->addStretch();
    foot->addWidget(secondaryLabel(tr("Enter, F3, Shift+F3"), this));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 8);
    column->setSpacing(6);
    column->addLayout(line);
    column->addWidget(m_chips);
    column->addWidget(m_words);
    column->addWidget(m_list, 1);
    column->addLayout(foot);
}

void FindPopup::connectAll() {
    m_pause->setSingleShot(true);
    m_field->installEventFilter(this);
    connect(m_pause, &QTimer::timeout, this, &FindPopup::seek);
    connect(m_field, &QLineEdit::textChanged, this,
            [this] { m_pause->start(m_index.now().size() > manyElements ? findPause : 0); });
    connect(m_close, &QToolButton::clicked, this, &FindPopup::close);
    connect(m_terms, &QToolButton::clicked, this, &FindPopup::offerTerms);
    connect(m_keep, &QPushButton::clicked, this, &FindPopup::keepAsFilter);
    connect(m_list, &QListView::clicked, this, &FindPopup::goToCurrentRow);
    connect(&m_mode.editor(), &DiagramEditor::shown, this, [this] {
        if (isVisible() && !m_going) showMarks();
    });
    connect(&m_studio.document(), &Document::changed, this, [this] {
        if (isVisible()) seek();
    });
    connect(&m_studio.document(), &Document::opened, this, [this] {
        m_current = -1;
        close();
    });
    connect(&m_studio, &StudioContext::themeChanged, this, &FindPopup::setTheme);
}

void FindPopup::setTheme(const Theme& theme) {
    m_theme = theme;
    m_list->setItemDelegate(new GroupedRowPainter(theme, m_list));
    m_terms->setIcon(icon(QStringLiteral("filter"), theme));
    m_close->setIcon(icon(QStringLiteral("close"), theme));
}

void FindPopup::open() {
    show();
    raise();
    seek();
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

void FindPopup::close() {
    if (isHidden()) return;
    const bool hadFocus = isAncestorOf(window()->focusWidget());
    hide();
    m_mode.canvas().setHits({}, {});
    if (hadFocus) m_mode.canvas().setFocus();
}

void FindPopup::seek() {
    m_pause->stop();
    const QString before = m_current >= 0 ? m_model.keys().value(m_current) : QString();
    m_model.show(m_index.now(), parsedQuery(m_field->text()));
    m_current = before.isEmpty() ? -1 : int(m_model.keys().indexOf(before));
    m_list->setCurrentIndex(m_model.index(m_model.rowOf(std::max(0, m_current))));
    refreshChips();
    showWords();
    showMarks();
    emit resized();
}

void FindPopup::step(int hits) {
    if (isHidden() && m_field->text().isEmpty()) return open();
    if (isHidden()) {
        show();
        seek();
    }
    if (m_pause->isActive()) seek();
    const int count = int(m_model.keys().size());
    if (count == 0) return;
    const int from = m_current < 0 ? (hits > 0 ? -1 : 0) : m_current;
    goTo(((from + hits) % count + count) % count);
}

void FindPopup::goTo(int hit) {
    if (hit < 0 || hit >= m_model.keys().size()) return;
    m_current = hit;
    m_going = true;
    showElement(m_studio, m_model.keys()[hit]);
    m_going = false;
    if (const int row = m_model.rowOf(hit); row >= 0) {
        m_list->setCurrentIndex(m_model.index(row));
        m_list->scrollTo(m_model.index(row));
    }
    showWords();
    showMarks();
}

void FindPopup::goToCurrentRow() {
    if (m_pause->isActive()) seek();
    const int hit = m_model.hitAt(m_list->currentIndex().row());
    // Enter on the one where we are goes on.
    if (hit == m_current && hit >= 0 && m_field->hasFocus()) return step(1);
    goTo(hit);
}

/// On the canvas; an operation is ringed as its service.
void FindPopup::showMarks() {
    QSet<QString> wanted(m_model.keys().begin(), m_model.keys().end());
    wanted.unite(QSet<QString>(m_model.hosts().begin(), m_model.hosts().end()));
    const Diagram& diagram = m_mode.canvas().diagram();
    QStringList marked;
    const auto add = [&](const QString& key) {
        if (wanted.contains(elementOfKey(key))) marked << key;
    };
    for (const DiagramNode& node : diagram.nodes) add(node.key);
    for (const DiagramRegion& region : diagram.regions) add(region.key);
    QString current;
    if (m_current >= 0)
        current =
            keysShowing(diagram, m_model.keys().value(m_current), m_model.hosts().value(m_current)).value(0);
    m_mode.canvas().setHits(isVisible() ? marked : QStringList(), current);
}

QString FindPopup::countText() const {
    const int count = int(m_model.keys().size());
    if (parsedQuery(m_field->text()).empty()) return {};
    if (m_current >= 0) return tr("%1 of %2").arg(m_current + 1).arg(count);
    return count == 0 ? tr("none") : QString::number(count);
}

/// What to type, and what to do where nothing was found.
void FindPopup::showWords() {
    const FindQuery query = parsedQuery(m_field->text());
    const bool empty = query.empty();
    const bool none = !empty && m_model.keys().isEmpty();
    QString words;
    if (empty)
        words =
            tr("Type a part of a name, the first letters of its words, or what it has:\n"
               "kind:service   team:…   tech:…   tag:…   context:…\nA minus in front leaves out: "
               "-kind:operation");
    for (const FindTerm& term : query.terms)
        if (none && !m_index.now().knows(term))
            words = tr("Nothing has “%1”. The button beside the field lists what there is.")
                        .arg(fieldWord(term.field) + u':' + term.value);
    if (none && words.isEmpty())
        words =
            query.terms.empty()
                ? tr("No name, technology, tag or description has “%1”.").arg(query.words.join(u' ').left(60))
                : tr("Nothing has all of this. Take a term away to find more.");
    m_words->setText(words);
    m_words->setVisible(!words.isEmpty());
    m_list->setVisible(!empty && !none);
    m_keep->setVisible(!empty && !none);
    m_count->setText(countText());
}

void FindPopup::refreshChips() {
    fillFindChips(*m_chipLine, parsedQuery(m_field->text()), m_model, m_studio.document().project(),
                  [this](const FindTerm& term) { toggle(term); });
    m_chips->setVisible(m_chipLine->count() > 0);
}

void FindPopup::toggle(const FindTerm& term) {
    m_field->setText(toggledTerm(m_field->text(), term));
    m_field->setFocus();
}

void FindPopup::offerTerms() {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillTermMenu(*menu, m_index.now(), parsedQuery(m_field->text()),
                 [this](const FindTerm& term) { toggle(term); });
    menu->popup(m_terms->mapToGlobal(QPoint(0, m_terms->height())));
}

void FindPopup::keepAsFilter() {
    m_studio.workbench().lens().setFilter(viewFilterOf(parsedQuery(m_field->text())));
    close();
}

int FindPopup::heightWithin(int room) const {
    const int rows = m_list->isVisibleTo(this) ? std::min(m_model.rowCount(), 14) * foundRowHeight + 12 : 0;
    const int words = m_words->isVisibleTo(this) ? m_words->heightForWidth(findWidth - 32) + 12 : 0;
    const int chips = m_chips->isVisibleTo(this) ? 30 : 0;
    return std::min(rows + words + chips + 78, std::max(140, room));
}

/// Keys that mean nothing here mean nothing to the canvas below either.
void FindPopup::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) close();
    event->accept();
}

bool FindPopup::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_field || event->type() != QEvent::KeyPress) return QFrame::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    const auto moveRow = [this](int rows) {
        int row = m_list->currentIndex().row() + rows;
        if (m_model.hitAt(row) < 0) row += rows > 0 ? 1 : -1;  // Over a head
        if (m_model.hitAt(row) >= 0) m_list->setCurrentIndex(m_model.index(row));
        return true;
    };
    switch (key->key()) {
        case Qt::Key_Escape:
            close();
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (key->modifiers() & Qt::ShiftModifier)
                step(-1);
            else
                goToCurrentRow();
            return true;
        case Qt::Key_Up:
            return moveRow(-1);
        case Qt::Key_Down:
            return moveRow(1);
        default:
            return false;
    }
}

}  // namespace app
