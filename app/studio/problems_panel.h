#pragma once

#include <QTreeView>

#include "app/studio/problems_model.h"
#include "app/theme/theme.h"

class QLabel;

namespace app {

/// The list of problems; a click shows the element.
class ProblemsPanel : public QWidget {
    Q_OBJECT

public:
    ProblemsPanel(const Theme& theme, QWidget* parent);

    void setTheme(const Theme& theme);
    void setProblems(std::vector<Problem> problems);
    const ProblemsModel& model() const { return m_model; }

signals:
    void revealRequested(const QString& key);

private:
    ProblemsModel m_model;
    QTreeView* m_view;
    QLabel* m_none;
};

}  // namespace app
