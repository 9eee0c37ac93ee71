#include "app/text/text_pane.h"

#include <QHBoxLayout>
#include <QScopedValueRollback>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "app/document/document.h"
#include "app/theme/widgets.h"
#include "model/json/merge.h"

namespace app {

namespace {

constexpr int textPause = 300;  // ms

}  // namespace

TextPane::TextPane(Document& document, Selection& selection, const Theme& theme, QWidget* parent)
    : QWidget(parent),
      m_document(document),
      m_selection(selection),
      m_title(nameLabel({}, this)),
      m_state(badge({}, Tone::Plain, this)),
      m_scope(new SegmentedControl({tr("Selected"), tr("Whole file")}, this)),
      m_pages(new QStackedWidget(this)),
      m_editor(new CodeEditor(theme, this)),
      m_empty(secondaryLabel({}, this)),
      m_message(new QLabel(this)),
      m_mine(linkButton(tr("Take mine"), this)),
      m_revert(linkButton(tr("Show the model's"), this)) {
    m_pause.setSingleShot(true);
    m_pause.setInterval(textPause);
    buildLayout();
    connectParts();
    m_pages->setCurrentWidget(m_empty);
    refreshState();
}

/// What has happened while it was hidden is caught up with.
void TextPane::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (m_base && isDirty()) return refreshState();
    if (m_file)
        follow({});
    else
        followSelection(m_selection.keys());
}

void TextPane::buildLayout() {
    setProperty("look", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(12, 6, 8, 6);
    head->setSpacing(8);
    head->addWidget(m_title, 1);
    head->addWidget(m_state, 0, Qt::AlignVCenter);
    head->addWidget(m_scope);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setContentsMargins(24, 24, 24, 24);
    m_pages->addWidget(m_editor);
    m_pages->addWidget(m_empty);
    m_message->setWordWrap(true);
    m_message->setTextFormat(Qt::PlainText);
    m_message->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(12, 6, 12, 6);
    foot->setSpacing(8);
    foot->addWidget(m_message, 1);
    foot->addWidget(m_mine);
    foot->addWidget(m_revert);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(separatorLine(Qt::Horizontal, this));
    column->addWidget(m_pages, 1);
    column->addWidget(separatorLine(Qt::Horizontal, this));
    column->addLayout(foot);
    setFocusProxy(m_editor);
}

void TextPane::connectParts() {
    connect(m_scope, &SegmentedControl::currentChanged, this, [this](int index) { showFile(index == 1); });
    connect(&m_selection, &Selection::changed, this, &TextPane::followSelection);
    connect(&m_document, &Document::changed, this, &TextPane::followModel);
    connect(&m_document, &Document::opened, this, [this] {
        m_pause.stop();
        m_reading.cancel();
        m_drafts.clear();
        m_base.reset();
        m_subject = {QStringLiteral("none")};
        m_contested = false;
        follow(m_file ? TextSubject() : TextSubject{QStringLiteral("none")});
    });
    connect(m_editor, &QPlainTextEdit::textChanged, this, [this] {
        if (m_own) return;
        m_reading.cancel();
        m_pause.start();
        refreshState();
    });
    connect(m_editor, &QPlainTextEdit::cursorPositionChanged, this, [this] {
        selectAtCursor();
        refreshState();
    });
    connect(m_editor, &CodeEditor::revertRequested, this, &TextPane::revert);
    connect(&m_pause, &QTimer::timeout, this, &TextPane::read);
    connect(m_mine, &QPushButton::clicked, this, [this] {
        m_base = m_document.version().project;
        m_contested = false;
        commit();
    });
    connect(m_revert, &QPushButton::clicked, this, &TextPane::revert);
}

void TextPane::setTheme(const Theme& theme) {
    m_editor->setTheme(theme);
}

QString TextPane::title() const {
    if (m_subject.isFile()) return tr("The whole file");
    const auto element = model::elementFromKey(m_subject.key.toStdString());
    return element ? QString::fromStdString(model::displayName(m_document.project(), *element)) : tr("Text");
}

QString TextPane::message() const {
    return m_message->text();
}

void TextPane::followSelection(const QStringList& keys) {
    if (m_own || !isVisible()) return;
    if (m_file) return showSelected();
    QString key;
    for (const QString& selected : keys) {
        const auto element = model::elementFromKey(selected.toStdString());
        if (element && model::contains(m_document.project(), *element)) key = selected;
    }
    follow({key.isEmpty() ? QStringLiteral("none") : key});
}

void TextPane::showFile(bool file) {
    if (file == m_file) return;
    m_file = file;
    m_scope->setCurrent(file ? 1 : 0);
    if (file)
        follow({});
    else
        followSelection(m_selection.keys());
}

/// Shows another text; what was typed and cannot be taken is kept for when it is shown again.
void TextPane::follow(const TextSubject& subject) {
    if (subject == m_subject && m_base) {
        if (!isDirty()) showModel();
        return;
    }
    leave();
    m_subject = subject;
    const auto draft = m_drafts.constFind(subject.key);
    if (draft != m_drafts.constEnd())
        restore(m_drafts.take(subject.key));
    else
        showModel();
    if (m_file) showSelected();
}

void TextPane::leave() {
    if (!m_base || m_pages->currentWidget() != m_editor) return;
    if (isDirty()) commit();
    m_pause.stop();
    m_reading.cancel();
    if (isDirty()) m_drafts.insert(m_subject.key, {m_editor->toPlainText(), m_committed, m_base});
    m_contested = false;
    newSession();
}

void TextPane::showModel() {
    const QScopedValueRollback own(m_own, true);
    m_base = m_document.version().project;
    const auto text = textOf(*m_base, m_subject);
    m_committed = text.value_or(QString());
    m_contested = false;
    newSession();
    if (m_editor->toPlainText() != m_committed) m_editor->replaceText(m_committed);
    m_read = {};
    if (text) m_read.spans = model::spansOf(m_committed.toStdString());
    m_pages->setCurrentWidget(text ? static_cast<QWidget*>(m_editor) : m_empty);
    m_empty->setText(m_subject.isFile()
                         ? tr("The file is longer than %1 MB: its elements are shown one by one.")
                               .arg(longestShownFile >> 20)
                         : tr("Select an element to see its text."));
    refreshMarks();
    refreshState();
}

void TextPane::restore(const Draft& draft) {
    {
        const QScopedValueRollback own(m_own, true);
        m_base = draft.base;
        m_committed = draft.committed;
        m_pages->setCurrentWidget(m_editor);
        m_editor->replaceText(draft.text);
    }
    read();
}

void TextPane::followModel() {
    if (m_own || !isVisible() || !m_base || m_base == m_document.version().project) return;
    newSession();
    if (isDirty()) return refreshState();  // It is brought together when the text is taken
    showModel();
    if (m_file) showSelected();
}

void TextPane::commit() {
    m_pause.stop();
    m_reading.cancel();
    if (!m_base || !isDirty()) return;
    const QString text = m_editor->toPlainText();
    take(readText(*m_base, m_subject, text), text);
}

void TextPane::read() {
    m_pause.stop();
    if (!m_base) return;
    const QString text = m_editor->toPlainText();
    m_reading.begin([this, base = m_base, subject = m_subject, text](const BackgroundTask::Worker&) {
        auto found = std::make_shared<ReadText>(readText(*base, subject, text));
        return [this, found, text] { take(*found, text); };
    });
}

void TextPane::take(const ReadText& found, const QString& text) {
    if (text != m_editor->toPlainText()) return;  // Typing goes on
    m_read = found;
    if (found.project && text != m_committed) apply(found.project, text);
    refreshMarks();
    refreshState();
}

/// What has happened to the model since is kept: only where both changed the same does somebody have to say.
void TextPane::apply(const std::shared_ptr<const model::Project>& typed, const QString& text) {
    const auto& now = m_document.version().project;
    std::shared_ptr<const model::Project> next = typed;
    if (now != m_base) {
        model::Merge merged = model::merge(*m_base, *typed, *now);
        if (!merged.conflicts.empty()) {
            m_contested = true;
            return;
        }
        next = std::make_shared<const model::Project>(std::move(merged.project));
    }
    const bool alone = now == m_base;
    {
        const QScopedValueRollback own(m_own, true);
        m_document.apply(model::Project(*next), tr("Edit text of %1").arg(title()),
                         QStringLiteral("text/%1").arg(m_session));
    }
    m_contested = false;
    m_base = m_document.version().project;
    m_committed = text;
    if (!alone) showModel();
}

void TextPane::revert() {
    m_pause.stop();
    m_reading.cancel();
    showModel();
}

void TextPane::selectAtCursor() {
    if (m_own || !m_file || !m_editor->hasFocus() || isDirty()) return;
    const QString key = keyAtLine(m_editor->cursorLine(), m_read.spans);
    if (key.isEmpty()) return;
    const QScopedValueRollback own(m_own, true);
    m_selection.set({key});
    if (const auto lines = linesOf(key, *m_base, m_subject, m_read.spans))
        m_editor->emphasize(lines->first, lines->second);
}

/// Brings the selected element into sight in the whole file.
void TextPane::showSelected() {
    if (!m_base || isDirty() || m_selection.keys().isEmpty()) return;
    const auto lines = linesOf(m_selection.keys().back(), *m_base, m_subject, m_read.spans);
    if (!lines) return m_editor->emphasize(-1, -1);
    const QScopedValueRollback own(m_own, true);
    m_editor->emphasize(lines->first, lines->second);
    m_editor->showLines(lines->first, lines->second);
}

void TextPane::setFindings(const ProblemFinder::Found& found) {
    m_findings.clear();
    for (const Problem& problem : found.problems)
        if (!problem.key.isEmpty()) m_findings.push_back({problem.key, problem.severity, problem.message});
    refreshMarks();
    refreshState();
}

void TextPane::refreshMarks() {
    std::vector<LineMark> marks = m_read.marks;
    if (marks.empty() && m_base) marks = marksOf(m_findings, *m_base, m_subject, m_read.spans);
    m_editor->setMarks(std::move(marks));
    if (!m_file) m_editor->emphasize(-1, -1);
}

void TextPane::refreshState() {
    const bool shown = m_pages->currentWidget() == m_editor;
    const std::size_t wrong = m_read.marks.size();
    const bool dirty = shown && isDirty();
    m_title->setText(shown ? title() : tr("Text"));
    m_state->setVisible(shown && (dirty || wrong > 0));
    const bool refused = (wrong > 0 || m_contested) && !isBusy();
    m_state->setText(refused ? tr("Not taken") : tr("Typing…"));
    setTone(m_state, refused ? Tone::Bad : Tone::Info);
    m_mine->setVisible(m_contested);
    m_revert->setVisible(dirty && (m_contested || wrong > 0));
    const LineMark* mark = m_editor->markAtCursor();
    if (!mark && wrong > 0 && !m_editor->marks().empty()) mark = &m_editor->marks().front();
    if (!shown)
        m_message->clear();
    else if (m_contested)
        m_message->setText(tr("This was changed elsewhere too while you typed."));
    else if (mark)
        m_message->setText(tr("Line %1: %2").arg(mark->line + 1).arg(mark->message));
    else
        m_message->setText(tr("Typing changes the model. Esc gives up what was not taken."));
    setTone(m_message, m_contested                                ? Tone::Warning
                       : !mark                                    ? Tone::Plain
                       : mark->severity == model::Severity::Error ? Tone::Bad
                                                                  : Tone::Plain);
}

}  // namespace app
