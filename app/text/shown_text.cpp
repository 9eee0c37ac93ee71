#include "app/text/shown_text.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include "model/json/guard.h"
#include "model/json/json.h"
#include "model/json/merge.h"

namespace app {

namespace {

/// What stands before the pointers of a text in those of the file.
std::string prefixOf(const model::Project& project, const TextSubject& subject) {
    if (subject.isFile()) return {};
    const auto element = model::elementFromKey(subject.key.toStdString());
    return element ? model::placeOf(project, *element) : std::string();
}

/// What an editor would take for its own signs, and lose, stands there as JSON can also say it.
QString editable(const std::string& json) {
    QString text = QString::fromStdString(json);
    for (const char16_t sign : {u'\u00a0', u'\u2028', u'\u2029', u'\ufdd0', u'\ufdd1'})
        if (text.contains(QChar(sign)))
            text.replace(QChar(sign), QStringLiteral("\\u%1").arg(int(sign), 4, 16, QLatin1Char('0')));
    return text;
}

/// Without writing it all, which would take its time at every change.
bool isSurelyLong(const model::Project& project) {
    constexpr std::size_t shortestService = 150;
    return (project.services.size() + project.deployments.size()) * shortestService > longestShownFile;
}

LineMark markAt(const model::Error& error, const std::string& prefix,
                const std::vector<model::TextSpan>& spans) {
    LineMark mark;
    mark.message = QString::fromStdString(error.message);
    static const QRegularExpression position(QStringLiteral("^line (\\d+), column (\\d+)$"));
    const QString place = QString::fromStdString(error.place);
    if (const auto match = position.match(place); match.hasMatch()) {
        mark.line = match.captured(1).toInt() - 1;
        mark.column = match.captured(2).toInt() - 1;
        return mark;
    }
    std::string pointer = error.place;
    if (pointer.starts_with(prefix))
        pointer.erase(0, prefix.size());
    else
        mark.message = QStringLiteral("%1: %2").arg(place, mark.message);  // It is wrong elsewhere
    if (const model::TextSpan* span = model::spanAt(spans, pointer.starts_with('/') ? pointer : ""))
        mark.line = span->firstLine;
    return mark;
}

}  // namespace

std::optional<QString> textOf(const model::Project& project, const TextSubject& subject) {
    if (subject.isFile()) {
        if (isSurelyLong(project)) return std::nullopt;
        const std::string text = model::writeProject(project);
        return text.size() <= longestShownFile ? std::optional(editable(text)) : std::nullopt;
    }
    const auto element = model::elementFromKey(subject.key.toStdString());
    if (!element || !model::contains(project, *element)) return std::nullopt;
    return editable(model::writeElement(project, *element));
}

ReadText readText(const model::Project& project, const TextSubject& subject, const QString& text) {
    ReadText read;
    const std::string bytes = text.toStdString();
    if (!model::findJsonFault(bytes)) read.spans = model::spansOf(bytes);
    const std::string prefix = prefixOf(project, subject);
    std::vector<model::Error> errors;
    if (subject.isFile()) {
        auto parsed = model::parseProject(bytes);
        if (parsed)
            errors = parsed->problems;
        else
            errors.push_back(parsed.error());
        if (errors.empty()) read.project = std::make_shared<const model::Project>(std::move(parsed->project));
    } else if (const auto element = model::elementFromKey(subject.key.toStdString())) {
        auto next = model::withElementText(project, *element, bytes);
        if (next)
            read.project = std::make_shared<const model::Project>(std::move(*next));
        else
            errors.push_back(next.error());
    }
    for (const model::Error& error : errors) read.marks.push_back(markAt(error, prefix, read.spans));
    return read;
}

std::vector<LineMark> marksOf(const std::vector<PlacedFinding>& findings, const model::Project& project,
                              const TextSubject& subject, const std::vector<model::TextSpan>& spans) {
    std::vector<LineMark> marks;
    for (const PlacedFinding& finding : findings)
        if (const auto lines = linesOf(finding.key, project, subject, spans))
            marks.push_back({lines->first, finding.severity, finding.message, 0, false});
    return marks;
}

std::optional<std::pair<int, int>> linesOf(const QString& key, const model::Project& project,
                                           const TextSubject& subject,
                                           const std::vector<model::TextSpan>& spans) {
    const auto element = model::elementFromKey(key.toStdString());
    if (!element || !model::contains(project, *element)) return std::nullopt;
    std::string place = model::placeOf(project, *element);
    const std::string prefix = prefixOf(project, subject);
    if (!place.starts_with(prefix)) return std::nullopt;
    place.erase(0, prefix.size());
    if (!place.empty() && !place.starts_with('/')) return std::nullopt;  // `orders-2` is not in `orders`
    const model::TextSpan* span = model::spanAt(spans, place);
    if (!span || span->pointer != place) return std::nullopt;
    return std::pair(span->firstLine, span->lastLine);
}

QString keyAtLine(int line, const std::vector<model::TextSpan>& spans) {
    std::string key;
    for (const model::TextSpan& span : spans) {
        if (span.firstLine > line || span.lastLine < line) continue;
        const std::string found = model::elementKeyAt(span.pointer);
        if (!found.empty() && key.empty()) key = found;  // The outermost comes first
    }
    return QString::fromStdString(key);
}

}  // namespace app
