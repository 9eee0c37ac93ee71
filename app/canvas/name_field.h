#pragma once

#include <QLineEdit>

namespace app {

/// The field that appears on an element to rename it in place: Enter or leaving it takes the name, Esc does
/// not.
class NameField : public QLineEdit {
    Q_OBJECT

public:
    explicit NameField(QWidget* parent);
    void start(const QString& key, const QString& name, const QRect& place);
    /// Offers these from now on, while one of them begins with or contains what is typed.
    void suggest(const QStringList& names);
    QString key() const { return m_key; }
    void cancel();

signals:
    void named(const QString& key, const QString& name);
    /// The focus may go back to where it came from.
    void closedByKey();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void finish(bool take);

    QString m_key;
    QString m_before;
};

}  // namespace app
