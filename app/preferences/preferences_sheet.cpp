#include "app/preferences/preferences_sheet.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>

#include "app/theme/widgets.h"

namespace app {

namespace {

constexpr int controlWidth = 220;

QCheckBox* switchOf(const Preference& preference, QWidget* parent) {
    auto* box = new QCheckBox(PreferencesSheet::tr("On"), parent);
    const QString key = preference.key;
    const auto show = [box, key] { box->setChecked(preferences().isOn(key)); };
    show();
    QObject::connect(box, &QCheckBox::toggled, box, [key](bool on) { preferences().turn(key, on); });
    QObject::connect(&preferences(), &Preferences::changed, box, show);
    return box;
}

CalmComboBox* choiceOf(const Preference& preference, QWidget* parent) {
    auto* box = new CalmComboBox(parent);
    for (const auto& [value, title] : preference.choices) box->addItem(title, value);
    const QString key = preference.key;
    const auto show = [box, key] { box->setCurrentIndex(box->findData(preferences().value(key))); };
    show();
    QObject::connect(box, &QComboBox::activated, box,
                     [box, key](int index) { preferences().set(key, box->itemData(index).toString()); });
    QObject::connect(&preferences(), &Preferences::changed, box, show);
    return box;
}

}  // namespace

PreferencesSheet::PreferencesSheet(QWidget* window)
    : Sheet(tr("Preferences"), 640, window), m_field(new QLineEdit(card())), m_nothing(nullptr) {
    m_field->setPlaceholderText(tr("Find a preference"));
    m_field->setAccessibleName(tr("Find a preference"));
    m_field->setClearButtonEnabled(true);
    content()->addWidget(m_field);
    auto* scroll = new QScrollArea(card());
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(pages());
    const int whole = scroll->widget()->sizeHint().height() + 4;
    scroll->setMinimumHeight(std::min(whole, std::max(160, window->height() - 200)));
    content()->addWidget(scroll, 1);
    auto* line = new QHBoxLayout;
    auto* reset = linkButton(tr("Reset all to the defaults"), card());
    reset->setObjectName(QStringLiteral("resetAll"));
    auto* done = new QPushButton(tr("Close"), card());
    line->addWidget(reset);
    line->addStretch();
    line->addWidget(done);
    content()->addLayout(line);
    connect(reset, &QPushButton::clicked, this, [] { preferences().resetAll(); });
    connect(done, &QPushButton::clicked, this, &PreferencesSheet::close);
    connect(m_field, &QLineEdit::textChanged, this, &PreferencesSheet::seek);
    m_field->setFocus();
}

QWidget* PreferencesSheet::pages() {
    auto* all = new QWidget;
    all->setObjectName(QStringLiteral("sheetPage"));
    auto* layout = new QVBoxLayout(all);
    layout->setContentsMargins(0, 0, 8, 0);
    layout->setSpacing(12);
    for (const PreferencePage& page : preferencePages()) {
        Page& shown = m_pages.emplace_back(Page{sectionHead(page.title, all), {}});
        shown.head->setContentsMargins(0, 8, 0, 0);
        layout->addWidget(shown.head);
        for (const Preference& preference : page.preferences) {
            QString words = page.title + ' ' + preference.title + ' ' + preference.text;
            for (const auto& choice : preference.choices) words += ' ' + choice.second;
            shown.rows.push_back({words, row(preference, all)});
            layout->addWidget(shown.rows.back().widget);
        }
    }
    m_nothing = secondaryLabel(tr("No preference has these words."), all);
    m_nothing->hide();
    layout->addWidget(m_nothing);
    layout->addStretch();
    return all;
}

QWidget* PreferencesSheet::control(const Preference& preference, QWidget* parent) {
    QWidget* made = preference.isSwitch() ? static_cast<QWidget*>(switchOf(preference, parent))
                                          : static_cast<QWidget*>(choiceOf(preference, parent));
    made->setObjectName(preference.key);
    made->setAccessibleName(preference.title);
    made->setAccessibleDescription(preference.text);
    made->setFixedWidth(controlWidth);
    return made;
}

QWidget* PreferencesSheet::row(const Preference& preference, QWidget* parent) {
    auto* line = new QWidget(parent);
    auto* layout = new QHBoxLayout(line);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(16);
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(nameLabel(preference.title, line));
    QString text = preference.text;
    if (preference.atStart) text += ' ' + tr("Holds when the studio opens anew.");
    QLabel* detail = secondaryLabel(text, line);
    detail->setWordWrap(true);
    words->addWidget(detail);
    layout->addLayout(words, 1);
    layout->addWidget(control(preference, line), 0, Qt::AlignVCenter);
    return line;
}

/// A row stays when each of the words is in it.
void PreferencesSheet::seek(const QString& words) {
    const QStringList sought = words.split(' ', Qt::SkipEmptyParts);
    bool any = false;
    for (const Page& page : m_pages) {
        bool inPage = false;
        for (const Row& row : page.rows) {
            const bool found = std::all_of(sought.begin(), sought.end(), [&](const QString& word) {
                return row.words.contains(word, Qt::CaseInsensitive);
            });
            row.widget->setVisible(found);
            inPage |= found;
        }
        page.head->setVisible(inPage);
        any |= inPage;
    }
    m_nothing->setVisible(!any);
}

}  // namespace app
