#include "app/studio/keys_sheet.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>

#include "app/preferences/key_choices.h"
#include "app/studio/key_groups.h"
#include "app/theme/widgets.h"

namespace app {

namespace {

constexpr int keysWidth = 190;

bool isModifier(int key) {
    return key == Qt::Key_Control || key == Qt::Key_Shift || key == Qt::Key_Alt || key == Qt::Key_AltGr ||
           key == Qt::Key_Meta || key == Qt::Key_unknown || key == 0;
}

/// What a canvas needs to be used without a mouse.
bool isReserved(const QKeySequence& key) {
    static const QList<QKeySequence> reserved{
        QKeySequence(Qt::Key_Tab),   QKeySequence(Qt::SHIFT | Qt::Key_Backtab),
        QKeySequence(Qt::Key_Space), QKeySequence(Qt::Key_Left),
        QKeySequence(Qt::Key_Right), QKeySequence(Qt::Key_Up),
        QKeySequence(Qt::Key_Down)};
    return reserved.contains(key);
}

QString listOf(const QList<QKeySequence>& keys) {
    QStringList words;
    for (const QKeySequence& key : keys.mid(0, 2)) words << key.toString(QKeySequence::NativeText);
    return words.join(QStringLiteral(", "));
}

}  // namespace

KeyButton::KeyButton(QWidget* parent) : QPushButton(parent) {
    setObjectName(QStringLiteral("keys"));
    setFixedWidth(keysWidth);
    connect(this, &QPushButton::clicked, this, [this] { listen(!m_listens); });
}

void KeyButton::setKeys(const QList<QKeySequence>& keys) {
    m_text = keys.isEmpty() ? QStringLiteral("—") : listOf(keys);
    if (!m_listens) setText(m_text);
}

void KeyButton::listen(bool on) {
    m_listens = on;
    setText(on ? tr("Press the keys…") : m_text);
}

/// While it listens, no key means anything else.
bool KeyButton::event(QEvent* event) {
    if (m_listens && event->type() == QEvent::ShortcutOverride) {
        event->accept();
        return true;
    }
    if (m_listens && event->type() == QEvent::KeyPress) {
        keyPressEvent(static_cast<QKeyEvent*>(event));
        return true;
    }
    return QPushButton::event(event);
}

void KeyButton::focusOutEvent(QFocusEvent* event) {
    listen(false);
    QPushButton::focusOutEvent(event);
}

void KeyButton::keyPressEvent(QKeyEvent* event) {
    if (!m_listens) return QPushButton::keyPressEvent(event);
    event->accept();
    if (isModifier(event->key())) return;
    listen(false);
    if (event->key() == Qt::Key_Escape) return;
    const bool clears = event->key() == Qt::Key_Backspace && event->modifiers() == Qt::NoModifier;
    const Qt::KeyboardModifiers modifiers = event->modifiers() & ~Qt::KeypadModifier;
    emit keysPressed(clears ? QKeySequence()
                            : QKeySequence(QKeyCombination(modifiers, Qt::Key(event->key()))));
}

KeysSheet::KeysSheet(QWidget* window)
    : Sheet(tr("Keys and gestures"), 680, window), m_field(new QLineEdit(card())) {
    m_field->setPlaceholderText(tr("Find a command or a key"));
    m_field->setAccessibleName(tr("Find a command or a key"));
    m_field->setClearButtonEnabled(true);
    content()->addWidget(m_field);
    auto* hint = secondaryLabel(
        tr("Click keys to change them and press the new ones: Backspace for none, Esc to leave them."),
        card());
    content()->addWidget(hint);
    auto* scroll = new QScrollArea(card());
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(sections());
    scroll->setMinimumHeight(std::clamp(window->height() - 240, 160, 640));
    content()->addWidget(scroll, 1);
    auto* line = new QHBoxLayout;
    auto* reset = linkButton(tr("Reset all keys"), card());
    reset->setObjectName(QStringLiteral("resetAll"));
    auto* done = new QPushButton(tr("Close"), card());
    line->addWidget(reset);
    line->addStretch();
    line->addWidget(done);
    content()->addLayout(line);
    const auto showReset = [reset] { reset->setEnabled(!keyChoices().isEmpty()); };
    showReset();
    connect(&keyChoices(), &KeyChoices::changed, reset, showReset);
    connect(reset, &QPushButton::clicked, this, [] { keyChoices().resetAll(); });
    connect(done, &QPushButton::clicked, this, &KeysSheet::close);
    connect(m_field, &QLineEdit::textChanged, this, &KeysSheet::seek);
    m_field->setFocus();
}

KeysSheet::Section& KeysSheet::sectionOf(const QString& title, QWidget* parent, QVBoxLayout* layout) {
    for (Section& section : m_sections)
        if (section.head->accessibleName() == title) return section;
    QLabel* head = sectionHead(title, parent);
    head->setAccessibleName(title);
    head->setContentsMargins(0, 8, 0, 0);
    auto* lines = new QVBoxLayout;
    lines->setSpacing(2);
    lines->setObjectName(title);
    layout->addWidget(head);
    layout->addLayout(lines);
    return m_sections.emplace_back(Section{head, {}});
}

QWidget* KeysSheet::sections() {
    auto* all = new QWidget;
    all->setObjectName(QStringLiteral("sheetPage"));
    auto* layout = new QVBoxLayout(all);
    layout->setContentsMargins(0, 0, 8, 0);
    layout->setSpacing(4);
    for (const CommandGroup& group : commandGroups()) {
        Section& section = sectionOf(group.title, all, layout);
        auto* lines = layout->findChild<QVBoxLayout*>(group.title);
        const auto add = [&](const QString& words, QWidget* line) {
            lines->addWidget(line);
            section.lines.push_back({words, line});
        };
        for (const StudioCommand& command : group.commands)
            add(keyTitleOf(command) + ' ' + command.title, commandLine(command, all));
        for (const auto& [title, gesture] : group.gestures)
            add(title + ' ' + gesture, gestureLine(title, gesture, all));
    }
    m_nothing = secondaryLabel(tr("No command has these words or keys."), all);
    m_nothing->hide();
    layout->addWidget(m_nothing);
    layout->addStretch();
    return all;
}

QWidget* KeysSheet::commandLine(const StudioCommand& command, QWidget* parent) {
    auto* line = new QWidget(parent);
    auto* column = new QVBoxLayout(line);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    auto* row = new QHBoxLayout;
    auto* keys = new KeyButton(line);
    keys->setProperty("command", command.id);
    keys->setAccessibleName(tr("Keys of: %1").arg(command.title));
    auto* reset = linkButton(tr("Reset"), line);
    reset->setAccessibleName(tr("Reset the keys of: %1").arg(command.title));
    auto* message = new InlineMessage(line);
    message->hide();
    row->addWidget(new QLabel(command.title, line), 1);
    row->addWidget(reset);
    row->addWidget(keys);
    column->addLayout(row);
    column->addWidget(message);
    const auto show = [keys, reset, message, command] {
        keys->setKeys(keysOf(command));
        reset->setVisible(keyChoices().of(command.id).has_value());
        message->hide();
    };
    show();
    connect(&keyChoices(), &KeyChoices::changed, line, show);
    connect(reset, &QPushButton::clicked, this, [id = command.id] { keyChoices().reset(id); });
    connect(keys, &KeyButton::keysPressed, this,
            [this, command, message](const QKeySequence& key) { take(command, key, message); });
    return line;
}

QWidget* KeysSheet::gestureLine(const QString& title, const QString& gesture, QWidget* parent) {
    auto* line = new QWidget(parent);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 3, 0, 3);
    row->addWidget(new QLabel(title, line), 1);
    row->addWidget(secondaryLabel(gesture, line));
    return line;
}

/// A key that belongs to another command is only taken from it when the user says so.
void KeysSheet::take(const StudioCommand& command, const QKeySequence& key, InlineMessage* message) {
    message->hide();
    if (key.isEmpty()) return keyChoices().choose(command.id, {});
    const QString text = key.toString(QKeySequence::NativeText);
    for (QPushButton* old : message->findChildren<QPushButton*>()) delete old;
    if (isReserved(key)) {
        message->setMessage(Tone::Warning, tr("%1 is taken").arg(text),
                            tr("It moves about the window and the diagrams, and cannot be given away."));
        return message->show();
    }
    const StudioCommand* owner = ownerOf(key);
    if (!owner || owner->id == command.id) return keyChoices().choose(command.id, {key});
    message->setMessage(Tone::Warning, tr("%1 is taken").arg(text),
                        tr("It belongs to: %1.").arg(owner->title));
    QPushButton* takeIt = message->addAction(tr("Take it"));
    takeIt->setObjectName(QStringLiteral("takeIt"));
    connect(takeIt, &QPushButton::clicked, this, [id = command.id, owner, key] {
        QList<QKeySequence> left = keysOf(*owner);
        left.removeAll(key);
        keyChoices().choose(owner->id, left);
        keyChoices().choose(id, {key});
    });
    connect(message->addAction(tr("Leave it")), &QPushButton::clicked, message, &QWidget::hide);
    message->show();
}

/// A line stays when each of the words is in it, or among its keys.
void KeysSheet::seek(const QString& words) {
    const QStringList sought = words.split(' ', Qt::SkipEmptyParts);
    bool any = false;
    for (const Section& section : m_sections) {
        bool inSection = false;
        for (const Line& line : section.lines) {
            const auto* keys = line.widget->findChild<KeyButton*>();
            const QString all = keys ? line.words + ' ' + keys->text() : line.words;
            const bool found = std::all_of(sought.begin(), sought.end(), [&](const QString& word) {
                return all.contains(word, Qt::CaseInsensitive);
            });
            line.widget->setVisible(found);
            inSection |= found;
        }
        section.head->setVisible(inSection);
        any |= inSection;
    }
    m_nothing->setVisible(!any);
}

}  // namespace app
