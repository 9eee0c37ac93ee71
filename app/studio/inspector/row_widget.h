#pragma once

#include <QWidget>

#include "app/studio/inspector/row.h"
#include "app/theme/theme.h"

class QLabel;

namespace app {

/// Shows one row and reports what the user enters; what the model refuses is said below the field.
class RowWidget : public QWidget {
    Q_OBJECT

public:
    explicit RowWidget(QWidget* parent);

    /// Shows a row of the same shape as the one it was made for.
    virtual void present(const Row& row) = 0;
    const Row& row() const { return m_row; }
    virtual void showError(const QString& message);
    void clearError();
    QString error() const;

signals:
    /// The user opens or closes the section.
    void folded(bool open);
    /// The user has entered this text, or chosen this id.
    void committed(const QString& entered);
    /// The user wants to see these elements.
    void followed(const QStringList& keys);

protected:
    Row m_row;
    QLabel* m_error;  ///< Lies in the layout of the subclass
};

RowWidget* makeRowWidget(const Row& row, const Theme& theme, QWidget* parent);

}  // namespace app
