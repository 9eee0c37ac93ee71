#include "app/studio/drop_hint.h"

#include <QFileInfo>
#include <QLabel>
#include <QMimeData>
#include <QUrl>
#include <QVBoxLayout>

#include "app/theme/theme.h"

namespace app {

QStringList filesIn(const QMimeData& dragged) {
    QStringList files;
    for (const QUrl& url : dragged.urls())
        if (url.isLocalFile() && QFileInfo(url.toLocalFile()).isFile()) files << url.toLocalFile();
    return files;
}

DropHint::DropHint(QWidget* window) : QFrame(window), m_words(new QLabel(this)) {
    setProperty("look", QStringLiteral("floating"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    m_words->setTextFormat(Qt::PlainText);
    m_words->setFont(interFont(15, QFont::DemiBold));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(28, 20, 28, 20);
    layout->addWidget(m_words);
    hide();
}

void DropHint::offer(const QStringList& files) {
    const QString name = fontMetrics().elidedText(QFileInfo(files.first()).fileName(), Qt::ElideMiddle, 320);
    m_words->setText(files.size() == 1 ? tr("Drop to open %1").arg(name)
                                       : tr("Drop to open %1 models, each in its window").arg(files.size()));
    adjustSize();
    move((parentWidget()->width() - width()) / 2, (parentWidget()->height() - height()) / 2);
    raise();
    show();
}

}  // namespace app
