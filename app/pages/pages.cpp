#include "app/pages/pages.h"

#include <QDir>
#include <QFile>

// Outside of any namespace, as Q_INIT_RESOURCE wants it.
static void initPages() {
    Q_INIT_RESOURCE(lintel_pages);
}

namespace app {

std::vector<Page> pages() {
    initPages();
    std::vector<Page> list;
    const QDir folder(QStringLiteral(":/pages"));
    const QStringList names = folder.entryList({QStringLiteral("*.md")}, QDir::Files, QDir::Name);
    for (const QString& name : names) {
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::ReadOnly)) continue;
        Page page;
        page.id = name.chopped(3);
        page.text = QString::fromUtf8(file.readAll());
        page.title = page.text.section('\n', 0, 0).remove(QStringLiteral("# "));
        list.push_back(std::move(page));
    }
    return list;
}

}  // namespace app
