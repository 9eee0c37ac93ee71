#include "app/guide/guide.h"

#include <QCoreApplication>
#include <QFile>
#include <QRegularExpression>

#include "app/studio/key_groups.h"

// Outside of any namespace, as Q_INIT_RESOURCE wants it.
static void initialiseGuideResources() {
    Q_INIT_RESOURCE(lintel_guide);
}

namespace app {

namespace {

const QString contentsPage = QStringLiteral("README");

const QRegularExpression& keyPattern() {
    static const QRegularExpression pattern(QStringLiteral("\\[([^\\]]+)\\]\\(key:([A-Za-z.]+)\\)"));
    return pattern;
}

GuidePage readPage(const QString& id) {
    QFile file(QStringLiteral(":/guide/%1.md").arg(id));
    if (!file.open(QIODevice::ReadOnly)) return {};
    const QString text = QString::fromUtf8(file.readAll());
    static const QRegularExpression heading(QStringLiteral("^# (.+)$"), QRegularExpression::MultilineOption);
    return {id, heading.match(text).captured(1), text};
}

std::vector<GuidePage> readGuide() {
    initialiseGuideResources();
    std::vector<GuidePage> pages{readPage(contentsPage)};
    static const QRegularExpression link(QStringLiteral("\\]\\(([a-z-]+)\\.md\\)"));
    for (auto links = link.globalMatch(pages.front().text); links.hasNext();) {
        GuidePage page = readPage(links.next().captured(1));
        if (!page.id.isEmpty()) pages.push_back(page);
    }
    return pages;
}

}  // namespace

const std::vector<GuidePage>& guidePages() {
    static const std::vector<GuidePage> pages = readGuide();
    return pages;
}

const GuidePage* findGuidePage(const QString& id) {
    for (const GuidePage& page : guidePages())
        if (page.id == id) return &page;
    return nullptr;
}

QString withCurrentKeys(const QString& text) {
    QString shown;
    qsizetype from = 0;
    for (auto keys = keyPattern().globalMatch(text); keys.hasNext();) {
        const auto match = keys.next();
        const QString key = keyText(match.captured(2));
        const StudioCommand* command = findCommand(match.captured(2));
        shown += text.mid(from, match.capturedStart() - from);
        shown += !key.isEmpty() ? QStringLiteral("`%1`").arg(key)
                                : QStringLiteral("*%1*").arg(command ? command->title : match.captured(1));
        from = match.capturedEnd();
    }
    return shown + text.mid(from);
}

std::vector<std::pair<QString, QString>> keysNamedIn(const QString& text) {
    std::vector<std::pair<QString, QString>> named;
    for (auto keys = keyPattern().globalMatch(text); keys.hasNext();) {
        const auto match = keys.next();
        named.emplace_back(match.captured(1), match.captured(2));
    }
    return named;
}

}  // namespace app
