#include "app/overlays/lens_bars.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "app/design/diagram_edit.h"
#include "app/document/document.h"
#include "app/overlays/diagram_lens.h"
#include "app/overlays/filter_menu.h"
#include "app/studio/studio_context.h"
#include "app/studio/workbench.h"
#include "app/theme/icon.h"
#include "app/theme/widgets.h"
#include "app/views/view_stack.h"

namespace app {
namespace {

constexpr int lensBarHeight = 37;
constexpr std::size_t mostChips = 8;

QHBoxLayout* lineOfBar(QWidget* bar) {
    bar->setProperty("look", QStringLiteral("panel"));
    bar->setAttribute(Qt::WA_StyledBackground);
    bar->setFixedHeight(lensBarHeight);
    auto* column = new QVBoxLayout(bar);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* line = new QHBoxLayout;
    line->setContentsMargins(12, 0, 8, 0);
    line->setSpacing(8);
    column->addLayout(line, 1);
    column->addWidget(separatorLine(Qt::Horizontal, bar));
    return line;
}

QToolButton* lensBarButton(const QString& name, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setAccessibleName(name);
    button->setToolTip(name);
    button->setIconSize({16, 16});
    button->setFixedSize(26, 26);
    return button;
}

QString elementsText(const model::Project& project, const model::ViewFocus& focus) {
    QStringList keys;
    for (const std::string& key : focus.elements) keys << QString::fromStdString(key);
    return namesOf(project, keys).simplified().left(80);
}

}  // namespace

FocusBar::FocusBar(StudioContext& studio, DiagramLens& lens, QWidget* parent)
    : QWidget(parent),
      m_studio(studio),
      m_lens(lens),
      m_subject(nameLabel({}, this)),
      m_fewer(lensBarButton(tr("One hop fewer (Alt+-)"), this)),
      m_hops(new QLabel(this)),
      m_more(lensBarButton(tr("One hop more (Alt++)"), this)),
      m_direction(new SegmentedControl({tr("Both"), tr("Callers"), tr("Callees")}, this)),
      m_count(secondaryLabel({}, this)) {
    setAccessibleName(tr("Focus"));
    QHBoxLayout* line = lineOfBar(this);
    auto* clear = new QPushButton(tr("Clear"), this);
    clear->setToolTip(tr("Show everything alike again (Alt+Shift+F)"));
    m_hops->setMinimumWidth(52);
    m_hops->setAlignment(Qt::AlignCenter);
    m_direction->setAccessibleName(tr("Which way the focus goes"));
    line->addWidget(secondaryLabel(tr("Focus on"), this));
    line->addWidget(m_subject);
    line->addSpacing(8);
    for (QWidget* part : {static_cast<QWidget*>(m_fewer), static_cast<QWidget*>(m_hops),
                          static_cast<QWidget*>(m_more), static_cast<QWidget*>(m_direction)})
        line->addWidget(part);
    line->addStretch();
    line->addWidget(m_count);
    line->addWidget(clear);
    connect(m_fewer, &QToolButton::clicked, this, [this] { m_lens.addHops(-1); });
    connect(m_more, &QToolButton::clicked, this, [this] { m_lens.addHops(1); });
    connect(m_direction, &SegmentedControl::currentChanged, this,
            [this](int index) { m_lens.setDirection(static_cast<model::FocusDirection>(index)); });
    connect(clear, &QPushButton::clicked, this, [this] { m_lens.setFocus(std::nullopt); });
    connect(&lens, &DiagramLens::changed, this, &FocusBar::refresh);
    connect(&studio, &StudioContext::themeChanged, this, &FocusBar::setTheme);
    setTheme(studio.theme());
    refresh();
}

void FocusBar::setTheme(const Theme& theme) {
    m_fewer->setIcon(icon(QStringLiteral("minus"), theme));
    m_more->setIcon(icon(QStringLiteral("plus"), theme));
}

void FocusBar::refresh() {
    const auto& focus = m_lens.focus();
    if (focus) {
        m_subject->setText(elementsText(m_studio.document().project(), *focus));
        m_hops->setText(focus->hops == 1 ? tr("1 hop") : tr("%1 hops").arg(focus->hops));
        m_fewer->setEnabled(focus->hops > 0);
        m_more->setEnabled(focus->hops < m_lens.farthest());
        const QSignalBlocker quiet(m_direction);
        m_direction->setCurrent(int(focus->direction));
        m_count->setText(m_lens.inFocus() == 0 ? tr("It does not stand on this diagram")
                                               : tr("%1 in focus").arg(m_lens.inFocus()));
    }
    setVisible(focus.has_value());
}

FilterBar::FilterBar(StudioContext& studio, DiagramLens& lens, QWidget* parent)
    : QWidget(parent),
      m_studio(studio),
      m_lens(lens),
      m_theme(studio.theme()),
      m_sign(new QLabel(this)),
      m_text(new QLineEdit(this)),
      m_chips(new QWidget(this)),
      m_chipLine(new QHBoxLayout(m_chips)),
      m_add(new QPushButton(tr("Add…"), this)),
      m_count(secondaryLabel({}, this)),
      m_hide(new SegmentedControl({tr("Dim the rest"), tr("Hide it")}, this)) {
    setAccessibleName(tr("Filter"));
    QHBoxLayout* line = lineOfBar(this);
    m_chipLine->setContentsMargins(0, 0, 0, 0);
    m_chipLine->setSpacing(6);
    m_text->setPlaceholderText(tr("Filter: name, team:…, tag:…"));
    m_text->setAccessibleName(tr("Part of the names, or terms such as team:payments"));
    m_text->setFixedWidth(220);
    m_add->setToolTip(tr("Filter by kind, team, technology, tag or context"));
    m_hide->setAccessibleName(tr("What becomes of the rest"));
    auto* clearButton = new QPushButton(tr("Clear"), this);
    clearButton->setToolTip(tr("Show everything again"));
    line->addWidget(m_sign);
    line->addWidget(m_text);
    line->addWidget(m_chips);
    line->addWidget(m_add);
    line->addStretch();
    for (QWidget* part :
         {static_cast<QWidget*>(m_count), static_cast<QWidget*>(m_hide), static_cast<QWidget*>(clearButton)})
        line->addWidget(part);
    connect(m_text, &QLineEdit::editingFinished, this, [this] {
        FindQuery query = parsedQuery(m_text->text());
        const FindQuery before = queryOf(m_lens.filter().value_or(model::ViewFilter()));
        for (const FindTerm& term : before.terms)
            if (std::find(query.terms.begin(), query.terms.end(), term) == query.terms.end())
                query.terms.push_back(term);
        m_lens.setFilter(viewFilterOf(query));
    });
    auto* leave = new QAction(m_text);
    leave->setShortcut(QKeySequence(Qt::Key_Escape));
    leave->setShortcutContext(Qt::WidgetShortcut);
    m_text->addAction(leave);
    connect(leave, &QAction::triggered, this, [this] {
        m_begun.reset();
        m_studio.workbench().current().canvas().setFocus();
        refresh();
    });
    connect(m_add, &QPushButton::clicked, this, &FilterBar::offerTerms);
    connect(m_hide, &SegmentedControl::currentChanged, this,
            [this](int index) { m_lens.setHides(index == 1); });
    connect(clearButton, &QPushButton::clicked, this, &FilterBar::clear);
    connect(&lens, &DiagramLens::changed, this, &FilterBar::refresh);
    connect(&studio, &StudioContext::themeChanged, this, &FilterBar::setTheme);
    setTheme(studio.theme());
    refresh();
}

void FilterBar::begin() {
    m_begun = m_studio.views().current();
    refresh();
    m_text->setFocus();
    m_text->selectAll();
}

void FilterBar::clear() {
    m_begun.reset();
    m_text->clear();
    m_lens.setFilter(std::nullopt);
    refresh();
}

void FilterBar::setTheme(const Theme& theme) {
    m_theme = theme;
    m_sign->setPixmap(
        icon(QStringLiteral("filter"), theme.secondary).pixmap(QSize(16, 16), devicePixelRatioF()));
    m_shownChips.clear();
    refresh();
}

void FilterBar::offerTerms() {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const FindQuery query = queryOf(m_lens.filter().value_or(model::ViewFilter()));
    fillTermMenu(*menu, m_lens.index(), query, [this](const FindTerm& term) { m_lens.toggle(term); });
    menu->popup(m_add->mapToGlobal(QPoint(0, m_add->height())));
}

void FilterBar::refreshChips() {
    const FindQuery query = queryOf(m_lens.filter().value_or(model::ViewFilter()));
    QStringList titles;
    for (const FindTerm& term : query.terms) titles << termTitle(term, m_studio.document().project());
    if (titles == m_shownChips && m_chipLine->count() > 0) return;
    m_shownChips = titles;
    while (QLayoutItem* item = m_chipLine->takeAt(0)) {
        if (item->widget()) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
    for (std::size_t at = 0; at < query.terms.size() && at < mostChips; ++at) {
        auto* chip =
            new QPushButton(icon(QStringLiteral("close"), m_theme.accent), titles[qsizetype(at)], m_chips);
        chip->setObjectName(QStringLiteral("chip"));
        chip->setFont(interFont(12, QFont::Medium));
        chip->setIconSize({12, 12});
        chip->setLayoutDirection(Qt::RightToLeft);
        chip->setToolTip(tr("Take %1 out of the filter").arg(titles[qsizetype(at)]));
        connect(chip, &QPushButton::clicked, this, [this, term = query.terms[at]] { m_lens.toggle(term); });
        m_chipLine->addWidget(chip);
    }
    if (query.terms.size() > mostChips)
        m_chipLine->addWidget(secondaryLabel(tr("and %1 more").arg(query.terms.size() - mostChips), m_chips));
    m_chips->setVisible(!query.terms.empty());
}

void FilterBar::refresh() {
    const auto& filter = m_lens.filter();
    if (m_begun && m_begun != m_studio.views().current()) m_begun.reset();
    refreshChips();
    if (!m_text->hasFocus())
        m_text->setText(queryText({queryOf(filter.value_or(model::ViewFilter())).words, {}}));
    const Sifted& sifted = m_lens.sifted();
    m_count->setText(filter ? tr("%1 of %2 shown").arg(sifted.shown).arg(sifted.total) : QString());
    const QSignalBlocker quiet(m_hide);
    m_hide->setCurrent(m_lens.hides() ? 1 : 0);
    setVisible(filter || m_begun);
}

}  // namespace app
