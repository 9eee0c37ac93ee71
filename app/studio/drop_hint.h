#pragma once

#include <QFrame>
#include <QStringList>

class QLabel;
class QMimeData;

namespace app {

/// The local files that are dragged.
QStringList filesIn(const QMimeData& dragged);

/// Says over the window what happens to files that are dropped now.
class DropHint : public QFrame {
    Q_OBJECT

public:
    explicit DropHint(QWidget* window);
    void offer(const QStringList& files);

private:
    QLabel* m_words;
};

}  // namespace app
