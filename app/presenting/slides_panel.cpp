#include "app/presenting/slides_panel.h"

#include <QAction>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QToolButton>
#include <QVBoxLayout>

#include "app/canvas/canvas_view.h"
#include "app/design/diagram_mode.h"
#include "app/presenting/camera_flight.h"
#include "app/presenting/slide_edit.h"
#include "app/studio/main_window.h"
#include "app/studio/workbench.h"
#include "app/theme/icon.h"
#include "app/theme/widgets.h"
#include "app/views/view_stack.h"

namespace app {

SlidesPanel::SlidesPanel(StudioContext& studio, QWidget* parent)
    : QWidget(parent),
      m_studio(studio),
      m_model(studio.document(), this),
      m_list(new QListView(this)),
      m_title(new QLineEdit(this)),
      m_text(new QPlainTextEdit(this)),
      m_present(primaryButton(tr("&Present (F5)"), this)),
      m_empty(secondaryLabel(tr("No slides yet: F5 walks through all diagrams. Add what you see as the first "
                                "slide."),
                             this)) {
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(0);
    auto* left = new QVBoxLayout;
    left->setSpacing(0);
    left->addWidget(buildButtons());
    static_cast<QLabel*>(m_empty)->setWordWrap(true);
    m_empty->setContentsMargins(12, 8, 12, 8);
    left->addWidget(m_empty);
    left->addWidget(m_list, 1);
    line->addLayout(left, 1);
    line->addWidget(separatorLine(Qt::Vertical, this));
    line->addWidget(buildWords(), 1);
    m_list->setModel(&m_model);
    m_list->setAccessibleName(tr("Slides"));
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &SlidesPanel::showWords);
    connect(m_list, &QListView::activated, this, &SlidesPanel::goThere);
    connect(&m_model, &QAbstractItemModel::modelReset, this, &SlidesPanel::refresh);
    connect(&m_model, &QAbstractItemModel::dataChanged, this, &SlidesPanel::refresh);
    connect(&studio, &StudioContext::themeChanged, this, &SlidesPanel::setTheme);
    setTheme(studio.theme());
    refresh();
}

QToolButton* SlidesPanel::addButton(const char* name, const QString& tip, void (SlidesPanel::*act)()) {
    auto* button = new QToolButton(this);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    connect(button, &QToolButton::clicked, this, act);
    m_buttons.emplace_back(button, QLatin1String(name));
    return button;
}

QWidget* SlidesPanel::buildButtons() {
    auto* row = new QWidget(this);
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(8, 6, 8, 6);
    line->setSpacing(4);
    auto* add = new QPushButton(tr("&Add what is seen"), row);
    add->setObjectName(QStringLiteral("addSlide"));
    connect(add, &QPushButton::clicked, this, &SlidesPanel::addSeen);
    line->addWidget(add);
    line->addWidget(addButton("chevron-up", tr("Earlier"), &SlidesPanel::moveUp));
    line->addWidget(addButton("chevron-down", tr("Later"), &SlidesPanel::moveDown));
    line->addWidget(addButton("trash", tr("Remove the slide"), &SlidesPanel::remove));
    line->addStretch();
    line->addWidget(m_present);
    connect(m_present, &QPushButton::clicked, this,
            [this] { m_studio.window().action(QStringLiteral("present.start"))->trigger(); });
    return row;
}

QWidget* SlidesPanel::buildWords() {
    auto* words = new QWidget(this);
    auto* column = new QVBoxLayout(words);
    column->setContentsMargins(12, 8, 12, 8);
    column->setSpacing(6);
    m_title->setPlaceholderText(tr("Title"));
    m_title->setAccessibleName(tr("Title of the slide"));
    m_text->setPlaceholderText(tr("What is said to it"));
    m_text->setAccessibleName(tr("Text of the slide"));
    m_text->setTabChangesFocus(true);
    column->addWidget(m_title);
    column->addWidget(m_text, 1);
    connect(m_title, &QLineEdit::textEdited, this, &SlidesPanel::takeWords);
    connect(m_text, &QPlainTextEdit::textChanged, this, &SlidesPanel::takeWords);
    return words;
}

int SlidesPanel::current() const {
    return m_list->currentIndex().row();
}

void SlidesPanel::setCurrent(int slide) {
    m_list->setCurrentIndex(m_model.index(slide));
}

void SlidesPanel::setTheme(const Theme& theme) {
    for (const auto& [button, name] : m_buttons) button->setIcon(icon(name, theme));
}

void SlidesPanel::addSeen() {
    Document& document = m_studio.document();
    const DiagramPlace& place = m_studio.views().current();
    const QString title = diagramTitle(place, document.project());
    const int at = current() < 0 ? m_model.rowCount() : current() + 1;
    document.apply(withNewSlide(document.layout(), std::size_t(at), place,
                                cameraOf(m_studio.workbench().current().canvas()), title),
                   tr("Add the slide %1").arg(title));
    setCurrent(at);
    m_title->setFocus();
    m_title->selectAll();
}

void SlidesPanel::remove() {
    const int at = current();
    if (at < 0) return;
    Document& document = m_studio.document();
    const QString title = QString::fromStdString(document.layout().slides[std::size_t(at)].title);
    document.apply(withoutSlide(document.layout(), std::size_t(at)), tr("Remove the slide %1").arg(title));
    setCurrent(std::min(at, m_model.rowCount() - 1));
}

void SlidesPanel::move(int step) {
    const int at = current(), to = at + step;
    if (at < 0 || to < 0 || to >= m_model.rowCount()) return;
    Document& document = m_studio.document();
    const QString title = QString::fromStdString(document.layout().slides[std::size_t(at)].title);
    document.apply(withSlideMoved(document.layout(), std::size_t(at), std::size_t(to)),
                   tr("Move the slide %1").arg(title));
    setCurrent(to);
}

/// Shows on the canvas what the slide shows.
void SlidesPanel::goThere() {
    const int at = current();
    if (at < 0) return;
    const model::Layout& layout = m_studio.document().layout();
    const model::View* view = layout.views.find(layout.slides[std::size_t(at)].view);
    if (!view) return;
    const std::optional<model::Camera> camera = view->camera;
    m_studio.views().show({QString::fromStdString(view->kind), QString::fromStdString(view->root)});
    if (camera) setCamera(m_studio.diagram().canvas(), *camera);
}

void SlidesPanel::showWords() {
    const int at = current();
    const auto& slides = m_studio.document().layout().slides;
    const bool has = at >= 0 && at < int(slides.size());
    const QString title = has ? QString::fromStdString(slides[std::size_t(at)].title) : QString();
    const QString text = has ? QString::fromStdString(slides[std::size_t(at)].text) : QString();
    const QSignalBlocker quiet(m_text);
    if (m_title->text() != title) m_title->setText(title);
    if (m_text->toPlainText() != text) m_text->setPlainText(text);
    m_title->setEnabled(has);
    m_text->setEnabled(has);
    for (const auto& [button, name] : m_buttons) button->setEnabled(has);
}

/// One step for the words of one slide, as long as nothing else is done.
void SlidesPanel::takeWords() {
    const int at = current();
    if (at < 0) return;
    Document& document = m_studio.document();
    document.apply(withSlideWords(document.layout(), std::size_t(at), m_title->text(), m_text->toPlainText()),
                   tr("Change the words of slide %1").arg(at + 1), QStringLiteral("slide:%1").arg(at));
}

void SlidesPanel::refresh() {
    m_empty->setVisible(m_model.rowCount() == 0);
    if (current() < 0 && m_model.rowCount() > 0) setCurrent(0);
    showWords();
}

}  // namespace app
