#pragma once

#include <QWidget>

#include "app/picture_export/picture_job.h"

class QCheckBox;
class QComboBox;
class QSpinBox;

namespace app {

class SegmentedControl;

/// The choices of how pictures are made, kept from one time to the next.
class PictureForm : public QWidget {
    Q_OBJECT

public:
    /// How many elements are selected, and how many diagrams there are.
    PictureForm(int selected, int diagrams, QWidget* parent);

    PictureChoice choice() const;
    void setChoice(const PictureChoice& choice);
    /// For the next time.
    void remember() const;

signals:
    void changed();

private:
    QComboBox* addBox(const QString& title, const QStringList& choices);
    SegmentedControl* addSegments(const QString& title, const QStringList& choices);
    void refresh();

    QComboBox* m_scope;
    SegmentedControl* m_format;
    QComboBox* m_density;
    SegmentedControl* m_scheme;
    QSpinBox* m_margin;
    QCheckBox *m_legend, *m_title, *m_transparent, *m_onePdf;
};

}  // namespace app
