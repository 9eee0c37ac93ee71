#include "app/theme/widgets.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QStyle>
#include <QStyleOptionComboBox>
#include <QStylePainter>
#include <QVBoxLayout>
#include <QWheelEvent>

namespace app {
namespace {

const char* toneName(Tone tone) {
    switch (tone) {
        case Tone::Plain:
            return "";
        case Tone::Info:
            return "info";
        case Tone::Good:
            return "good";
        case Tone::Warning:
            return "warning";
        case Tone::Bad:
            return "bad";
    }
    return "";
}

void setStyleProperty(QWidget* widget, const char* property, const char* value) {
    if (widget->property(property).toByteArray() == value) return;
    widget->setProperty(property, QLatin1String(value));
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
    widget->update();
}

QLabel* labelWithFont(const QString& text, const QFont& font, const char* look, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setFont(font);
    label->setProperty("look", QLatin1String(look));
    return label;
}

}  // namespace

void setTone(QWidget* widget, Tone tone) {
    setStyleProperty(widget, "tone", toneName(tone));
}
void setLook(QWidget* widget, const char* look) {
    setStyleProperty(widget, "look", look);
}

QLabel* sectionHead(const QString& text, QWidget* parent) {
    QFont font = interFont(11, QFont::DemiBold);
    font.setCapitalization(QFont::AllUppercase);
    font.setLetterSpacing(QFont::PercentageSpacing, 104);
    return labelWithFont(text, font, "section", parent);
}

QLabel* secondaryLabel(const QString& text, QWidget* parent) {
    return labelWithFont(text, interFont(12), "secondary", parent);
}

QLabel* nameLabel(const QString& text, QWidget* parent) {
    return labelWithFont(text, interFont(13, QFont::DemiBold), "name", parent);
}

QLabel* badge(const QString& text, Tone tone, QWidget* parent) {
    QLabel* label = labelWithFont(text, interFont(11, QFont::Medium), "badge", parent);
    label->setProperty("tone", QLatin1String(toneName(tone)));
    label->setAlignment(Qt::AlignCenter);
    return label;
}

QPushButton* primaryButton(const QString& text, QWidget* parent) {
    auto* button = new QPushButton(text, parent);
    button->setProperty("look", QStringLiteral("primary"));
    return button;
}

QPushButton* linkButton(const QString& text, QWidget* parent) {
    auto* button = new QPushButton(text, parent);
    button->setProperty("look", QStringLiteral("link"));
    button->setCursor(Qt::PointingHandCursor);
    return button;
}

QFrame* separatorLine(Qt::Orientation orientation, QWidget* parent) {
    auto* line = new QFrame(parent);
    line->setProperty("look", QStringLiteral("line"));
    if (orientation == Qt::Horizontal)
        line->setFixedHeight(1);
    else
        line->setFixedWidth(1);
    return line;
}

SegmentedControl::SegmentedControl(const QStringList& choices, QWidget* parent)
    : QFrame(parent), m_group(new QButtonGroup(this)) {
    setProperty("look", QStringLiteral("segments"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    for (const QString& choice : choices) {
        auto* button = new QPushButton(choice, this);
        button->setProperty("look", QStringLiteral("segment"));
        button->setCheckable(true);
        m_group->addButton(button, static_cast<int>(m_group->buttons().size()));
        layout->addWidget(button);
    }
    if (QAbstractButton* first = m_group->button(0)) first->setChecked(true);
    connect(m_group, &QButtonGroup::idToggled, this, [this](int id, bool checked) {
        if (checked) emit currentChanged(id);
    });
}

int SegmentedControl::current() const {
    return m_group->checkedId();
}

void SegmentedControl::setCurrent(int index) {
    if (QAbstractButton* button = m_group->button(index)) button->setChecked(true);
}

InlineMessage::InlineMessage(QWidget* parent)
    : QFrame(parent), m_title(nameLabel({}, this)), m_text(new QLabel(this)), m_actions(new QHBoxLayout) {
    setProperty("look", QStringLiteral("message"));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setFont(interFont(12));
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_title->setWordWrap(true);
    m_actions->setSpacing(12);
    m_actions->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(2);
    layout->addWidget(m_title);
    layout->addWidget(m_text);
    layout->addLayout(m_actions);
}

void InlineMessage::setMessage(Tone tone, const QString& title, const QString& text) {
    setTone(this, tone);
    setTone(m_title, tone);
    m_title->setText(title);
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
    setAccessibleName(title);
    setAccessibleDescription(text);
}

QPushButton* InlineMessage::addAction(const QString& text) {
    QPushButton* button = linkButton(text, this);
    m_actions->insertWidget(m_actions->count() - 1, button);
    return button;
}

CalmComboBox::CalmComboBox(QWidget* parent) : QComboBox(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(6);
}

void CalmComboBox::wheelEvent(QWheelEvent* event) {
    event->ignore();
}

/// What does not fit ends with an ellipsis, where the style would cut through a letter.
void CalmComboBox::paintEvent(QPaintEvent* event) {
    if (isEditable()) return QComboBox::paintEvent(event);
    QStylePainter painter(this);
    QStyleOptionComboBox option;
    initStyleOption(&option);
    const QRect room =
        style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, this);
    option.currentText = fontMetrics().elidedText(option.currentText, Qt::ElideRight, room.width() - 4);
    painter.drawComplexControl(QStyle::CC_ComboBox, option);
    painter.drawControl(QStyle::CE_ComboBoxLabel, option);
}

void setInvalid(QWidget* field, bool invalid) {
    if (field->property("invalid").toBool() == invalid) return;
    field->setProperty("invalid", invalid);
    field->style()->unpolish(field);
    field->style()->polish(field);
}

}  // namespace app
