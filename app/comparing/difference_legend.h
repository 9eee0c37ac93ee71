#pragma once

#include <QWidget>

#include "app/comparing/change_entries.h"
#include "app/theme/theme.h"

namespace app {

/// Says below the diagram what the signs mean, and how many elements have them.
class DifferenceLegend : public QWidget {
    Q_OBJECT

public:
    DifferenceLegend(const Theme& theme, QWidget* parent);

    void setTheme(const Theme& theme);
    void setCounts(const ChangeCounts& counts);
    /// `2 added, 1 removed, 3 changed, 4 moved`
    QString words() const;
    QSize sizeHint() const override { return {360, 32}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Theme m_theme;
    ChangeCounts m_counts;
};

}  // namespace app
