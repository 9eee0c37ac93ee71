#include "app/comparing/comparing_page.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QScopedValueRollback>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include "app/canvas/canvas_view.h"
#include "app/comparing/difference_legend.h"
#include "app/comparing/measure_sheet.h"
#include "app/comparing/take_change.h"
#include "app/comparing/union_diagram.h"
#include "app/document/document.h"
#include "app/studio/model_files.h"
#include "app/studio/notice_bar.h"
#include "app/studio/panel_header.h"
#include "app/theme/icon.h"
#include "app/theme/widgets.h"

namespace app {

namespace {

constexpr int listWidth = 480;

QToolButton* stepButton(const QString& name, const QString& tip, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setToolTip(tip);
    button->setAccessibleName(name);
    button->setAutoRaise(true);
    return button;
}

}  // namespace

ComparingPage::ComparingPage(StudioContext& studio, QWidget* parent)
    : QWidget(parent),
      m_studio(studio),
      m_sides{new SideButton(studio.document(), tr("Before"), this),
              new SideButton(studio.document(), tr("After"), this)},
      m_readers{new SideReader(studio.document(), this), new SideReader(studio.document(), this)},
      m_swap(stepButton(tr("Swap the sides"), tr("Swap before and after"), this)),
      m_kinds(new CalmComboBox(this)),
      m_only(new QPushButton(tr("Only differences"), this)),
      m_measure(new QPushButton(tr("Measure both…"), this)),
      m_canvas(new CanvasView(this)),
      m_legend(new DifferenceLegend(studio.theme(), this)),
      m_list(new ChangesView(m_changes, studio.theme(), this)),
      m_filter(new QLineEdit(this)),
      m_previous(stepButton(tr("Previous difference"), tr("Previous difference (Shift+F7)"), this)),
      m_next(stepButton(tr("Next difference"), tr("Next difference (F7)"), this)),
      m_where(secondaryLabel({}, this)),
      m_take(new QPushButton(tr("Take this"), this)),
      m_pages(new QStackedWidget(this)),
      m_emptyTitle(new QLabel(this)),
      m_emptyText(secondaryLabel({}, this)) {
    m_canvas->setEditable(false);
    m_canvas->setAccessibleName(tr("Diagram of both versions"));
    auto* split = new QSplitter(Qt::Horizontal, m_pages);
    split->setHandleWidth(1);
    split->addWidget(stage());
    split->addWidget(listPane());
    split->setStretchFactor(0, 1);
    split->setSizes({1000, listWidth});
    split->setChildrenCollapsible(false);
    m_pages->addWidget(split);
    m_pages->addWidget(emptyPage());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(topBar());
    layout->addWidget(separatorLine(Qt::Horizontal, this));
    layout->addWidget(m_pages, 1);
    connectParts();
    setTheme(studio.theme());
}

QWidget* ComparingPage::topBar() {
    auto* bar = new QWidget(this);
    bar->setProperty("look", QStringLiteral("panel"));
    bar->setAttribute(Qt::WA_StyledBackground);
    auto* line = new QHBoxLayout(bar);
    line->setContentsMargins(16, 8, 12, 8);
    line->setSpacing(8);
    for (const DiagramKind& kind : diagramKinds())
        if (kind.rootKind.isEmpty()) m_kinds->addItem(kind.title, kind.id);
    m_kinds->setCurrentIndex(m_kinds->findData(m_place.kind));
    m_kinds->setAccessibleName(tr("Diagram"));
    m_kinds->setToolTip(tr("The diagram on which both versions are shown"));
    m_kinds->setMinimumWidth(150);
    m_measure->setToolTip(tr("Runs both sides by the same scenario and compares their objectives"));
    m_only->setCheckable(true);
    m_only->setToolTip(tr("Dims everything that is the same on both sides"));
    line->addWidget(m_sides[0], 3);
    line->addWidget(m_swap);
    line->addWidget(m_sides[1], 3);
    line->addStretch(1);
    line->addWidget(m_kinds);
    line->addWidget(m_only);
    line->addWidget(m_measure);
    return bar;
}

QWidget* ComparingPage::stage() {
    auto* stage = new QWidget(this);
    auto* column = new QVBoxLayout(stage);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_canvas, 1);
    column->addWidget(separatorLine(Qt::Horizontal, stage));
    column->addWidget(m_legend);
    return stage;
}

QWidget* ComparingPage::listPane() {
    auto* pane = new QWidget(this);
    pane->setProperty("look", QStringLiteral("panel"));
    pane->setAttribute(Qt::WA_StyledBackground);
    pane->setMinimumWidth(320);
    m_filter->setPlaceholderText(tr("Filter by name, field, value…"));
    m_filter->setAccessibleName(tr("Filter the differences"));
    m_filter->setClearButtonEnabled(true);
    auto* field = new QVBoxLayout;
    field->setContentsMargins(10, 8, 10, 6);
    field->addWidget(m_filter);
    auto* column = new QVBoxLayout(pane);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(field);
    column->addWidget(m_list, 1);
    column->addWidget(separatorLine(Qt::Horizontal, pane));
    column->addWidget(footer());
    return pane;
}

QWidget* ComparingPage::footer() {
    auto* bar = new QWidget(this);
    auto* line = new QHBoxLayout(bar);
    line->setContentsMargins(10, 6, 10, 6);
    line->setSpacing(6);
    m_where->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    line->addWidget(m_previous);
    line->addWidget(m_next);
    line->addWidget(m_where, 1);
    line->addWidget(m_take);
    return bar;
}

QWidget* ComparingPage::emptyPage() {
    auto* page = new QWidget(this);
    page->setProperty("look", QStringLiteral("canvas"));
    page->setAttribute(Qt::WA_StyledBackground);
    m_emptyTitle->setFont(interFont(18, QFont::DemiBold));
    for (QLabel* label : {m_emptyTitle, m_emptyText}) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
    }
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(80, 0, 80, 0);
    column->setSpacing(8);
    column->addStretch(2);
    column->addWidget(m_emptyTitle);
    column->addWidget(m_emptyText);
    column->addStretch(3);
    return page;
}

void ComparingPage::connectParts() {
    Document& document = m_studio.document();
    for (const int side : {0, 1}) {
        connect(m_sides[side], &SideButton::chosen, this, [this, side] {
            m_fitted = false;
            read(side);
        });
        connect(m_readers[side], &SideReader::found, this,
                [this, side](const Version& version) { take(side, version); });
        connect(m_readers[side], &SideReader::failed, this,
                [this, side](const QString& why) { tellFailure(side, why); });
    }
    connect(&document, &Document::changed, this, [this] {
        for (const int side : {0, 1})
            if (m_sides[side]->side().kind == ComparedSide::Kind::Open) read(side);
    });
    const auto readSaved = [this] {
        for (const int side : {0, 1})
            if (m_sides[side]->side().kind == ComparedSide::Kind::Saved) read(side);
    };
    connect(&document, &Document::storedChanged, this, readSaved);
    connect(&m_studio.files().watch(), &FileWatch::conditionChanged, this, readSaved);
    connect(&document, &Document::opened, this, [this] {
        m_chosen = m_fitted = false;
        m_before.reset();
        m_after.reset();
        if (m_active) chooseFirstSides();
    });
    connect(m_swap, &QToolButton::clicked, this, &ComparingPage::swapSides);
    connect(m_kinds, &QComboBox::activated, this,
            [this](int index) { showDiagram(m_kinds->itemData(index).toString()); });
    connect(m_measure, &QPushButton::clicked, this, &ComparingPage::measure);
    connect(m_only, &QPushButton::toggled, this, &ComparingPage::drawDiagram);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& words) {
        m_list->setFilter(words);
        refreshFooter();
    });
    connect(m_list, &ChangesView::currentEntryChanged, this, &ComparingPage::showCurrent);
    connect(m_list, &ChangesView::takeRequested, this, &ComparingPage::takeCurrent);
    connect(m_previous, &QToolButton::clicked, this, [this] { step(-1); });
    connect(m_next, &QToolButton::clicked, this, [this] { step(1); });
    connect(m_take, &QPushButton::clicked, this, &ComparingPage::takeCurrent);
    connect(m_canvas, &CanvasView::selectionChanged, this, [this](const QStringList& keys) {
        if (m_following || keys.size() != 1) return;
        const QScopedValueRollback following(m_following, true);
        m_list->show(elementOfKey(keys.front()));
        refreshFooter();
    });
    connect(m_canvas, &CanvasView::activated, this, [this](const QString& key) {
        const auto element = model::elementFromKey(elementOfKey(key).toStdString());
        if (element && model::contains(m_studio.document().project(), *element))
            m_studio.reveal(elementOfKey(key));
    });
    connect(&m_studio, &StudioContext::themeChanged, this, &ComparingPage::setTheme);
}

void ComparingPage::setTheme(const Theme& theme) {
    m_canvas->setTheme(theme);
    m_list->setTheme(theme);
    m_legend->setTheme(theme);
    m_swap->setIcon(icon(QStringLiteral("swap"), theme));
    m_previous->setIcon(icon(QStringLiteral("chevron-up"), theme));
    m_next->setIcon(icon(QStringLiteral("chevron-down"), theme));
}

void ComparingPage::setActive(bool active) {
    if (m_active == active) return;
    m_active = active;
    if (!active) return;
    if (!m_chosen) return chooseFirstSides();
    for (const int side : {0, 1}) read(side);
}

/// The open model, and what it was before anybody worked on it.
void ComparingPage::chooseFirstSides() {
    const bool stored = !m_studio.document().path().isEmpty();
    setSides({stored ? ComparedSide::Kind::Saved : ComparedSide::Kind::Step, 0, {}, {}, {}}, {});
}

void ComparingPage::setSides(const ComparedSide& before, const ComparedSide& after) {
    m_chosen = true;
    m_fitted = false;
    m_sides[0]->setSide(before);
    m_sides[1]->setSide(after);
    for (const int side : {0, 1}) read(side);
}

void ComparingPage::swapSides() {
    const ComparedSide before = m_sides[0]->side(), after = m_sides[1]->side();
    m_sides[0]->setSide(after);
    m_sides[1]->setSide(before);
    m_before.swap(m_after);
    compare();
}

void ComparingPage::read(int side) {
    if (m_active && m_chosen) m_readers[side]->read(m_sides[side]->side());
}

void ComparingPage::take(int side, const Version& version) {
    (side == 0 ? m_before : m_after) = version;
    compare();
}

void ComparingPage::tellFailure(int side, const QString& why) {
    (side == 0 ? m_before : m_after).reset();
    m_difference = {};
    showEmpty(side == 0 ? tr("The side before cannot be shown") : tr("The side after cannot be shown"), why);
}

void ComparingPage::showEmpty(const QString& title, const QString& text) {
    m_changes.setEntries({});
    m_emptyTitle->setText(title);
    m_emptyText->setText(text);
    m_pages->setCurrentIndex(1);
    refreshFooter();
}

QString ComparingPage::emptyText() const {
    return m_pages->currentIndex() == 1 ? m_emptyTitle->text() : QString();
}

void ComparingPage::compare() {
    if (!m_before || !m_after) return;
    m_difference = model::diff(*m_before->project, *m_after->project);
    const ChangeEntry* current = m_list->current();
    const QString key = current ? current->key : QString();
    const QScopedValueRollback following(m_following, true);
    auto entries = changeEntries(*m_before, *m_after, m_difference);
    if (entries.empty())
        return showEmpty(tr("Both sides are the same"),
                         tr("Choose another version above: a step of the history, a revision in git, or "
                            "another file."));
    m_changes.setEntries(std::move(entries));
    m_legend->setCounts(countsOf(*m_before, *m_after, m_difference));
    m_pages->setCurrentIndex(0);
    m_list->show(key);
    drawDiagram();
    refreshFooter();
}

void ComparingPage::showDiagram(const QString& kind) {
    if (!findDiagramKind(kind)) return;
    m_kinds->setCurrentIndex(m_kinds->findData(kind));
    if (m_place.kind == kind) return;
    m_place = {kind, {}};
    m_fitted = false;
    drawDiagram();
    showCurrent();
}

void ComparingPage::setOnlyDifferences(bool only) {
    m_only->setChecked(only);
}

void ComparingPage::drawDiagram() {
    if (!m_before || !m_after) return;
    const UnionDiagram both = unionDiagram(m_place, *m_before, *m_after, m_difference, m_only->isChecked());
    const QScopedValueRollback following(m_following, true);
    m_canvas->setDiagram(both.diagram);
    m_canvas->setLayer(both.overlay);
    fit();
}

void ComparingPage::measure() {
    if (!m_before || !m_after) return;
    auto* sheet = new MeasureSheet(*m_before, *m_after, m_studio.tasks(), window());
    sheet->show();
}

void ComparingPage::fit() {
    if (m_fitted || m_canvas->diagram().nodes.empty()) return;
    // The canvas has its size when the event that showed it is over.
    QTimer::singleShot(0, this, [this] {
        if (m_fitted || !m_canvas->isVisible()) return;
        m_fitted = true;
        m_canvas->fitAll();
    });
}

void ComparingPage::step(int direction) {
    m_list->step(direction);
}

void ComparingPage::showCurrent() {
    const ChangeEntry* entry = m_list->current();
    refreshFooter();
    if (m_following || !entry || !m_before || !m_after) return;
    const QScopedValueRollback following(m_following, true);
    const bool placed = entry->kind == ChangeEntry::Kind::Appearance;
    const QStringList keys =
        shownKeys(m_canvas->diagram(), *m_before, *m_after, placed ? entry->field : entry->key);
    m_onDiagram = !keys.isEmpty() || entry->key.isEmpty();
    if (!keys.isEmpty()) m_canvas->reveal(keys.front());
    m_canvas->setSelection(keys);
    refreshFooter();
}

const std::optional<Version>* ComparingPage::source() const {
    const bool firstOpen = m_sides[0]->side().kind == ComparedSide::Kind::Open;
    const bool secondOpen = m_sides[1]->side().kind == ComparedSide::Kind::Open;
    if (firstOpen == secondOpen) return nullptr;
    return firstOpen ? &m_after : &m_before;
}

void ComparingPage::refreshFooter() {
    const auto [at, count] = m_list->place();
    QString where = count == 0 ? QString()
                    : at == 0  ? tr("%1 differences").arg(count)
                               : tr("%1 of %2").arg(at).arg(count);
    if (at > 0 && !m_onDiagram) where += tr(" · not on this diagram");
    m_where->setText(where);
    m_previous->setEnabled(count > 0);
    m_next->setEnabled(count > 0);
    const ChangeEntry* entry = m_list->current();
    const bool possible = source() && entry && canTake(*entry);
    m_measure->setEnabled(count > 0);
    m_take->setEnabled(possible);
    m_take->setToolTip(!source() ? tr("Something can be taken when one side is the open model")
                       : !entry || entry->kind == ChangeEntry::Kind::Group ? tr("Choose a difference")
                       : possible ? tr("Makes this in the open model as it is on the other side (Enter)")
                                  : tr("Connections follow from operations: take these, or their behaviour"));
}

void ComparingPage::takeCurrent() {
    const std::optional<Version>* from = source();
    const ChangeEntry* entry = m_list->current();
    if (!from || !*from || !entry || !canTake(*entry)) return;
    Document& document = m_studio.document();
    auto taken = takeChange(document.version(), **from, *entry);
    if (!taken) {
        m_studio.notice().say(Tone::Warning, QString::fromStdString(taken.error().text()), {}, true);
        return;
    }
    document.apply(std::move(taken->project), std::move(taken->layout), taken->label);
}

}  // namespace app
