#pragma once

#include "app/preferences/preferences.h"
#include "app/studio/sheet.h"

class QLabel;
class QLineEdit;

namespace app {

/// All preferences, page below page, found by typing. What is chosen holds at once.
class PreferencesSheet : public Sheet {
    Q_OBJECT

public:
    explicit PreferencesSheet(QWidget* window);

    QLineEdit* field() const { return m_field; }

private:
    struct Row {
        QString words;  ///< By which it is found
        QWidget* widget;
    };
    struct Page {
        QWidget* head;
        std::vector<Row> rows;
    };

    QWidget* pages();
    QWidget* row(const Preference& preference, QWidget* parent);
    QWidget* control(const Preference& preference, QWidget* parent);
    void seek(const QString& words);

    QLineEdit* m_field;
    QLabel* m_nothing;
    std::vector<Page> m_pages;
};

}  // namespace app
