#include "app/studio/inspector/row_widget.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QMouseEvent>
#include <QStyle>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include "app/studio/inspector/distribution_curve.h"
#include "app/studio/inspector/field_widgets.h"
#include "app/studio/quantity_text.h"
#include "app/theme/icon.h"
#include "app/theme/widgets.h"

namespace app {

namespace {

constexpr int sideMargin = 12;
constexpr int labelWidth = 92;
constexpr int indentWidth = 12;
constexpr int deepestIndent = 6;
constexpr int typingPause = 350;  // [ms]

int leftMargin(const Row& row) {
    return sideMargin + std::min(row.indent, deepestIndent) * indentWidth;
}

/// A label at the left and a field at the right, with what is wrong below.
class FieldRow : public RowWidget {
public:
    FieldRow(const Row& row, QWidget* field, QWidget* parent)
        : RowWidget(parent), m_label(new QLabel(this)), m_field(field) {
        m_label->setProperty("look", QStringLiteral("secondary"));
        m_label->setTextFormat(Qt::PlainText);
        m_label->setWordWrap(true);
        m_label->setFixedWidth(
            std::max(48, labelWidth - std::min(row.indent, deepestIndent) * indentWidth / 2));
        m_label->setBuddy(field);
        auto* line = new QHBoxLayout;
        line->setSpacing(8);
        line->addWidget(m_label);
        line->addWidget(field, 1);
        auto* layout = new QVBoxLayout(this);
        layout->setContentsMargins(leftMargin(row), 3, sideMargin, 3);
        layout->setSpacing(3);
        layout->addLayout(line);
        layout->addWidget(m_error);
        m_error->setIndent(labelWidth + 8);
    }

    void showError(const QString& message) override {
        RowWidget::showError(message);
        setInvalid(m_field, !message.isEmpty());
    }

protected:
    void showLabel(const Row& row) {
        m_label->setText(row.label);
        setToolTip(row.tip);
        m_field->setAccessibleName(row.label);
        m_field->setAccessibleDescription(row.tip);
    }

    QLabel* m_label;
    QWidget* m_field;
};

class TextRow : public FieldRow {
public:
    TextRow(const Row& row, const Theme& theme, QWidget* parent)
        : FieldRow(row, new HintLineEdit(theme, parent), parent),
          m_edit(static_cast<HintLineEdit*>(m_field)) {
        connect(m_edit, &QLineEdit::editingFinished, this, [this] { commit(); });
        m_pause.setSingleShot(true);
        m_pause.setInterval(typingPause);
        connect(&m_pause, &QTimer::timeout, this, [this] { checkWhileTyping(); });
        // What is right again is so at once; what is wrong may become right with the next letter.
        connect(m_edit, &QLineEdit::textEdited, this, [this] {
            if (!m_row.check) return;
            if (m_row.check(m_edit->text())) clearError();
            m_pause.start();
        });
        connect(m_edit, &HintLineEdit::escaped, this, [this] {
            clearError();
            m_edit->setText(m_row.value.value_or(QString()));
        });
    }

    void present(const Row& row) override {
        const bool changed = m_row.value != row.value || error().isEmpty();
        m_row = row;
        showLabel(row);
        m_edit->setHint(row.hint);
        m_edit->setPlaceholderText(row.value ? QString() : RowWidget::tr("several values"));
        if (!changed) return;
        clearError();
        if (!m_edit->hasFocus() || !m_edit->isModified()) m_edit->setText(row.value.value_or(QString()));
    }

private:
    void checkWhileTyping() {
        if (!m_edit->isModified() || !m_row.check) return;
        const auto checked = m_row.check(m_edit->text());
        checked ? clearError() : showError(QString::fromStdString(checked.error().message));
    }
    void commit() {
        m_pause.stop();
        const QString entered = m_edit->text();
        if (!m_row.value && entered.isEmpty()) return;
        m_edit->setModified(false);
        if (m_row.value == entered) return clearError();
        emit committed(entered);
    }

    HintLineEdit* m_edit;
    QTimer m_pause;
};

class NoteRow : public FieldRow {
public:
    NoteRow(const Row& row, const Theme& theme, QWidget* parent)
        : FieldRow(row, new NoteEdit(theme, parent), parent), m_edit(static_cast<NoteEdit*>(m_field)) {
        m_label->setAlignment(Qt::AlignTop);
        m_label->setContentsMargins(0, 4, 0, 0);
        connect(m_edit, &NoteEdit::finished, this, [this] {
            const QString entered = m_edit->toPlainText();
            if (entered != m_row.value.value_or(QString())) emit committed(entered);
        });
    }

    void present(const Row& row) override {
        const bool same = m_row.value == row.value;
        m_row = row;
        showLabel(row);
        m_edit->setPlaceholderText(row.value ? QString() : RowWidget::tr("several values"));
        if (!same || !m_edit->hasFocus()) m_edit->setPlainText(row.value.value_or(QString()));
    }

private:
    NoteEdit* m_edit;
};

class ChoiceRow : public FieldRow {
public:
    ChoiceRow(const Row& row, QWidget* parent)
        : FieldRow(row, new CalmComboBox(parent), parent), m_combo(static_cast<CalmComboBox*>(m_field)) {
        m_combo->setPlaceholderText(RowWidget::tr("several values"));
        connect(m_combo, &QComboBox::activated, this, [this](int index) {
            const QString id = m_row.choices[static_cast<std::size_t>(index)].id;
            if (m_row.value != id) emit committed(id);
        });
    }

    void present(const Row& row) override {
        if (m_combo->count() == 0 || row.choices != m_row.choices) {
            m_combo->clear();
            for (const Choice& choice : row.choices) m_combo->addItem(choice.text);
        }
        m_row = row;
        showLabel(row);
        clearError();
        showChoice();
    }

    // What is refused is not shown as if it had been taken.
    void showError(const QString& message) override {
        FieldRow::showError(message);
        if (!message.isEmpty()) showChoice();
    }

private:
    void showChoice() {
        int current = -1;
        for (std::size_t index = 0; index < m_row.choices.size(); ++index)
            if (m_row.value == m_row.choices[index].id) current = static_cast<int>(index);
        m_combo->setCurrentIndex(current);
    }

    CalmComboBox* m_combo;
};

class EditableRow : public FieldRow {
public:
    EditableRow(const Row& row, QWidget* parent)
        : FieldRow(row, new CalmComboBox(parent), parent), m_combo(static_cast<CalmComboBox*>(m_field)) {
        m_combo->setEditable(true);
        m_combo->setInsertPolicy(QComboBox::NoInsert);
        for (const Choice& choice : row.choices) m_combo->addItem(choice.text);
        connect(m_combo->lineEdit(), &QLineEdit::editingFinished, this, [this] { commit(); });
        connect(m_combo, &QComboBox::activated, this, [this] { commit(); });
    }

    void present(const Row& row) override {
        m_row = row;
        showLabel(row);
        clearError();
        m_combo->lineEdit()->setPlaceholderText(row.value ? QString() : RowWidget::tr("several values"));
        m_combo->setEditText(row.value.value_or(QString()));
    }

private:
    void commit() {
        const QString entered = m_combo->currentText();
        if (entered == m_row.value.value_or(QString())) return;
        emit committed(entered);
    }

    CalmComboBox* m_combo;
};

class SwitchRow : public FieldRow {
public:
    SwitchRow(const Row& row, QWidget* parent)
        : FieldRow(row, new QCheckBox(parent), parent), m_box(static_cast<QCheckBox*>(m_field)) {
        connect(m_box, &QCheckBox::clicked, this, [this](bool checked) {
            emit committed(checked ? QStringLiteral("1") : QStringLiteral("0"));
        });
    }

    void present(const Row& row) override {
        m_row = row;
        showLabel(row);
        clearError();
        showState();
    }

    // What is refused stays as it was.
    void showError(const QString& message) override {
        FieldRow::showError(message);
        if (!message.isEmpty()) showState();
    }

private:
    void showState() {
        m_box->setTristate(!m_row.value);
        m_box->setCheckState(!m_row.value         ? Qt::PartiallyChecked
                             : m_row.value == "1" ? Qt::Checked
                                                  : Qt::Unchecked);
        m_box->setText(!m_row.value         ? RowWidget::tr("Several values")
                       : m_row.value == "1" ? RowWidget::tr("Yes")
                                            : RowWidget::tr("No"));
    }

    QCheckBox* m_box;
};

/// A heading; one that folds is a button over its whole width.
class SectionRow : public RowWidget {
public:
    SectionRow(const Row& row, const Theme& theme, QWidget* parent)
        : RowWidget(parent),
          m_theme(theme),
          m_head(sectionHead({}, this)),
          m_hint(secondaryLabel({}, this)),
          m_chevron(new QToolButton(this)) {
        auto* layout = new QHBoxLayout(this);
        const bool folds = !row.fold.isEmpty();
        layout->setContentsMargins(leftMargin(row), folds ? 8 : 16, folds ? sideMargin - 6 : sideMargin, 4);
        layout->setSpacing(4);
        m_head->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        layout->addWidget(m_head, 1);
        layout->addWidget(m_hint);
        layout->addWidget(m_chevron);
        m_hint->setProperty("look", QStringLiteral("faint"));
        m_chevron->setIconSize({14, 14});
        m_chevron->setVisible(folds);
        if (folds) setCursor(Qt::PointingHandCursor);
        connect(m_chevron, &QToolButton::clicked, this, [this] { emit folded(!m_row.open); });
    }

    void present(const Row& row) override {
        m_row = row;
        m_head->setText(row.label);
        m_hint->setText(row.hint);
        setToolTip(row.tip.isEmpty() ? row.label : row.tip);
        m_chevron->setIcon(
            icon(row.open ? QStringLiteral("chevron-up") : QStringLiteral("chevron-down"), m_theme));
        const QString what =
            row.hint.isEmpty() ? row.label : QStringLiteral("%1, %2").arg(row.label, row.hint);
        m_chevron->setAccessibleName(
            (row.open ? RowWidget::tr("Close %1") : RowWidget::tr("Open %1")).arg(what));
    }

protected:
    void mouseReleaseEvent(QMouseEvent* event) override {
        if (!m_row.fold.isEmpty() && event->button() == Qt::LeftButton && rect().contains(event->pos()))
            emit folded(!m_row.open);
    }

private:
    Theme m_theme;
    QLabel* m_head;
    QLabel* m_hint;
    QToolButton* m_chevron;
};

class FactRow : public RowWidget {
public:
    FactRow(const Row& row, QWidget* parent)
        : RowWidget(parent), m_label(secondaryLabel({}, this)), m_value(new QLabel(this)) {
        auto* layout = new QHBoxLayout(this);
        layout->setContentsMargins(leftMargin(row), 3, sideMargin, 3);
        m_label->setWordWrap(true);
        layout->addWidget(m_label, 1);
        layout->addWidget(m_value);
    }

    void present(const Row& row) override {
        m_row = row;
        m_label->setText(row.label);
        m_value->setText(row.value.value_or(QString()));
        m_value->setVisible(!m_value->text().isEmpty());
    }

private:
    QLabel* m_label;
    QLabel* m_value;
};

class LinkRow : public RowWidget {
public:
    LinkRow(const Theme& theme, QWidget* parent)
        : RowWidget(parent), m_button(new LinkRowButton(theme, this)) {
        auto* layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(m_button);
        connect(m_button, &QPushButton::clicked, this, [this] { emit followed(m_row.target); });
    }

    void present(const Row& row) override {
        m_row = row;
        m_button->setWords(row.label, row.hint);
    }

private:
    LinkRowButton* m_button;
};

class ActionRow : public RowWidget {
public:
    ActionRow(const Row& row, const Theme& theme, QWidget* parent)
        : RowWidget(parent), m_button(linkButton({}, this)) {
        auto* layout = new QVBoxLayout(this);
        layout->setContentsMargins(leftMargin(row) - 2, 2, sideMargin, 2);
        layout->addWidget(m_button, 0, Qt::AlignLeft);
        layout->addWidget(m_error);
        m_button->setIcon(icon(row.hint.isEmpty() ? QStringLiteral("plus") : row.hint, theme.accent));
        m_button->setIconSize({14, 14});
        if (row.choices.empty()) {
            connect(m_button, &QPushButton::clicked, this, [this] { emit committed(QString()); });
            return;
        }
        auto* menu = new QMenu(m_button);
        for (const Choice& choice : row.choices)
            menu->addAction(choice.text, this, [this, id = choice.id] { emit committed(id); });
        connect(m_button, &QPushButton::clicked, menu,
                [this, menu] { menu->popup(m_button->mapToGlobal(QPoint(0, m_button->height()))); });
    }

    void present(const Row& row) override {
        m_row = row;
        m_button->setText(row.label);
        clearError();
    }

private:
    QPushButton* m_button;
};

class StepRow : public RowWidget {
public:
    StepRow(const Row& row, const Theme& theme, QWidget* parent)
        : RowWidget(parent), m_name(nameLabel({}, this)) {
        auto* line = new QHBoxLayout;
        line->setSpacing(0);
        m_name->setFont(interFont(12, QFont::DemiBold));
        m_name->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        line->addWidget(m_name, 1);
        for (const Choice& choice : row.choices) line->addWidget(button(choice, theme));
        auto* layout = new QVBoxLayout(this);
        layout->setContentsMargins(leftMargin(row), 8, sideMargin - 4, 0);
        layout->addLayout(line);
        layout->addWidget(m_error);
    }

    void present(const Row& row) override {
        m_row = row;
        m_name->setText(row.label);
        m_name->setToolTip(row.label);
        clearError();
    }

private:
    QToolButton* button(const Choice& choice, const Theme& theme) {
        const QString picture = choice.id == "up"     ? "chevron-up"
                                : choice.id == "down" ? "chevron-down"
                                                      : "close";
        auto* made = new QToolButton(this);
        made->setIcon(icon(picture, theme));
        made->setIconSize({14, 14});
        made->setToolTip(choice.text);
        made->setAccessibleName(QStringLiteral("%1: %2").arg(choice.text, m_name->text()));
        connect(made, &QToolButton::clicked, this, [this, id = choice.id] { emit committed(id); });
        return made;
    }

    QLabel* m_name;
};

class NoticeRow : public RowWidget {
public:
    explicit NoticeRow(QWidget* parent) : RowWidget(parent), m_message(new InlineMessage(this)) {
        auto* layout = new QVBoxLayout(this);
        layout->setContentsMargins(sideMargin, 6, sideMargin, 6);
        layout->addWidget(m_message);
    }

    void present(const Row& row) override {
        m_row = row;
        m_message->setMessage(row.hint == "error"  ? Tone::Bad
                              : row.hint == "hint" ? Tone::Info
                                                   : Tone::Warning,
                              row.label, row.value.value_or(QString()));
    }

private:
    InlineMessage* m_message;
};

class CurveRow : public RowWidget {
public:
    CurveRow(const Row& row, const Theme& theme, QWidget* parent)
        : RowWidget(parent), m_curve(new DistributionCurve(theme, this)) {
        auto* layout = new QVBoxLayout(this);
        layout->setContentsMargins(leftMargin(row), 4, sideMargin, 4);
        layout->addWidget(m_curve);
        layout->addWidget(m_error);
        m_curve->setEditable(static_cast<bool>(row.write));
        connect(m_curve, &DistributionCurve::dragged, this,
                [this](DistributionCurve::Mark mark, model::Duration time) {
                    const bool mean = mark == DistributionCurve::Mark::Mean;
                    emit committed((mean ? QStringLiteral("mean ") : QStringLiteral("p99 ")) +
                                   durationText(time));
                });
    }

    void present(const Row& row) override {
        m_row = row;
        clearError();
        if (row.curve) m_curve->setDistribution(*row.curve);
    }

private:
    DistributionCurve* m_curve;
};

RowWidget* makeFor(const Row& row, const Theme& theme, QWidget* parent) {
    switch (row.kind) {
        case Row::Kind::Section:
            return new SectionRow(row, theme, parent);
        case Row::Kind::Text:
            return new TextRow(row, theme, parent);
        case Row::Kind::Note:
            return new NoteRow(row, theme, parent);
        case Row::Kind::Choice:
            return new ChoiceRow(row, parent);
        case Row::Kind::Editable:
            return new EditableRow(row, parent);
        case Row::Kind::Switch:
            return new SwitchRow(row, parent);
        case Row::Kind::Fact:
            return new FactRow(row, parent);
        case Row::Kind::Link:
            return new LinkRow(theme, parent);
        case Row::Kind::Action:
            return new ActionRow(row, theme, parent);
        case Row::Kind::Step:
            return new StepRow(row, theme, parent);
        case Row::Kind::Notice:
            return new NoticeRow(parent);
        case Row::Kind::Curve:
            return new CurveRow(row, theme, parent);
    }
    return nullptr;
}

}  // namespace

RowWidget::RowWidget(QWidget* parent) : QWidget(parent), m_error(new QLabel(this)) {
    m_error->setTextFormat(Qt::PlainText);
    m_error->setWordWrap(true);
    m_error->setFont(interFont(11));
    m_error->hide();
    setTone(m_error, Tone::Bad);
}

void RowWidget::showError(const QString& message) {
    m_error->setText(message);
    m_error->setVisible(!message.isEmpty());
}

void RowWidget::clearError() {
    showError({});
}

QString RowWidget::error() const {
    return m_error->text();
}

RowWidget* makeRowWidget(const Row& row, const Theme& theme, QWidget* parent) {
    RowWidget* widget = makeFor(row, theme, parent);
    widget->present(row);
    return widget;
}

}  // namespace app
