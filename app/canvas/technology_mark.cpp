#include "app/canvas/technology_mark.h"

#include <QFile>
#include <QPaintEngine>
#include <QSvgRenderer>
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "app/theme/icon.h"

namespace app {

namespace {

struct KnownTechnology {
    const char* words;  ///< As they stand in the technology of an element, in small letters
    const char* mark;
};

/// Frameworks stand before their languages: who says both means the framework.
constexpr std::array knownTechnologies{KnownTechnology{"spring", "spring"},
                                       KnownTechnology{"spring boot", "spring"},
                                       KnownTechnology{"quarkus", "quarkus"},
                                       KnownTechnology{"django", "django"},
                                       KnownTechnology{"fastapi", "fastapi"},
                                       KnownTechnology{"laravel", "laravel"},
                                       KnownTechnology{"rails", "rubyonrails"},
                                       KnownTechnology{"ruby on rails", "rubyonrails"},
                                       KnownTechnology{"next.js", "nextdotjs"},
                                       KnownTechnology{"express", "express"},
                                       KnownTechnology{"react", "react"},
                                       KnownTechnology{"angular", "angular"},
                                       KnownTechnology{"vue", "vuedotjs"},
                                       KnownTechnology{"vue.js", "vuedotjs"},
                                       KnownTechnology{"nginx", "nginx"},
                                       KnownTechnology{"envoy", "envoyproxy"},
                                       KnownTechnology{"kong", "kong"},
                                       KnownTechnology{"traefik", "traefikproxy"},
                                       KnownTechnology{"graphql", "graphql"},
                                       KnownTechnology{"java", "openjdk"},
                                       KnownTechnology{"jvm", "openjdk"},
                                       KnownTechnology{"kotlin", "kotlin"},
                                       KnownTechnology{"scala", "scala"},
                                       KnownTechnology{"clojure", "clojure"},
                                       KnownTechnology{"go", "go"},
                                       KnownTechnology{"golang", "go"},
                                       KnownTechnology{"rust", "rust"},
                                       KnownTechnology{"node", "nodedotjs"},
                                       KnownTechnology{"node.js", "nodedotjs"},
                                       KnownTechnology{"nodejs", "nodedotjs"},
                                       KnownTechnology{"deno", "deno"},
                                       KnownTechnology{"typescript", "typescript"},
                                       KnownTechnology{"javascript", "javascript"},
                                       KnownTechnology{"python", "python"},
                                       KnownTechnology{"flask", "python"},
                                       KnownTechnology{".net", "dotnet"},
                                       KnownTechnology{"asp.net", "dotnet"},
                                       KnownTechnology{"dotnet", "dotnet"},
                                       KnownTechnology{"c#", "dotnet"},
                                       KnownTechnology{"f#", "dotnet"},
                                       KnownTechnology{"php", "php"},
                                       KnownTechnology{"ruby", "ruby"},
                                       KnownTechnology{"elixir", "elixir"},
                                       KnownTechnology{"phoenix", "elixir"},
                                       KnownTechnology{"erlang", "erlang"},
                                       KnownTechnology{"haskell", "haskell"},
                                       KnownTechnology{"swift", "swift"},
                                       KnownTechnology{"c++", "cplusplus"},
                                       KnownTechnology{"c", "c"},
                                       KnownTechnology{"postgresql", "postgresql"},
                                       KnownTechnology{"postgres", "postgresql"},
                                       KnownTechnology{"mysql", "mysql"},
                                       KnownTechnology{"mariadb", "mariadb"},
                                       KnownTechnology{"mongodb", "mongodb"},
                                       KnownTechnology{"redis", "redis"},
                                       KnownTechnology{"cassandra", "apachecassandra"},
                                       KnownTechnology{"elasticsearch", "elasticsearch"},
                                       KnownTechnology{"opensearch", "opensearch"},
                                       KnownTechnology{"neo4j", "neo4j"},
                                       KnownTechnology{"sqlite", "sqlite"},
                                       KnownTechnology{"cockroachdb", "cockroachlabs"},
                                       KnownTechnology{"clickhouse", "clickhouse"},
                                       KnownTechnology{"influxdb", "influxdb"},
                                       KnownTechnology{"minio", "minio"},
                                       KnownTechnology{"kafka", "apachekafka"},
                                       KnownTechnology{"rabbitmq", "rabbitmq"},
                                       KnownTechnology{"nats", "natsdotio"},
                                       KnownTechnology{"pulsar", "apachepulsar"}};

/// ` java 21 spring boot `: words in small letters between single spaces, numbers apart from what they
/// follow.
QString wordsIn(const QString& technology) {
    QString words(u' ');
    for (const QChar c : technology.left(200)) {
        const bool part = c.isLetterOrNumber() || c == u'.' || c == u'#' || c == u'+';
        const QChar before = words.back();
        const bool newWord = !part || (c.isDigit() && (before.isLetter() || before == u'+'));
        if (newWord && before != u' ') words += u' ';
        if (part) words += c.toLower();
    }
    return words.endsWith(u' ') ? words : words + u' ';
}

QString knownMark(const QString& technology) {
    static const auto known = [] {
        std::vector<std::pair<QString, QString>> list;
        for (const KnownTechnology& each : knownTechnologies)
            list.emplace_back(wordsIn(QLatin1String(each.words)), QLatin1String(each.mark));
        return list;
    }();
    const QString words = wordsIn(technology);
    for (const auto& [name, mark] : known)
        if (words.contains(name)) return QStringLiteral("technologies/") + mark;
    return {};
}

QString familyMark(NodeShape shape) {
    switch (shape) {
        case NodeShape::Cylinder:
            return QStringLiteral("icons/store");
        case NodeShape::Pill:
            return QStringLiteral("icons/channel");
        default:
            return QStringLiteral("icons/service");
    }
}

QByteArray colouredPicture(const QString& mark, const QColor& colour) {
    iconNames();  // The resources are there from now on
    QFile file(QStringLiteral(":/%1.svg").arg(mark));
    if (!file.open(QIODevice::ReadOnly)) return {};
    return file.readAll().replace("currentColor", colour.name().toLatin1());
}

QImage pictureOf(const QString& mark, int side, const QColor& colour) {
    QImage picture(side, side, QImage::Format_ARGB32_Premultiplied);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    QSvgRenderer renderer(colouredPicture(mark, colour));
    renderer.render(&painter, QRectF(0, 0, side, side));
    return picture;
}

}  // namespace

QString technologyMark(const DiagramNode& node) {
    if (node.technology.isEmpty()) return {};
    static QHash<QString, QString> known;
    auto found = known.constFind(node.technology);
    if (found == known.constEnd()) {
        if (known.size() > 2'000) known.clear();
        found = known.insert(node.technology, knownMark(node.technology));
    }
    return found->isEmpty() ? familyMark(node.shape) : *found;
}

void MarkPainter::draw(QPainter& painter, const QString& mark, const QRectF& square, const QColor& colour) {
    if (painter.paintEngine()->type() != QPaintEngine::Raster) {
        QSvgRenderer renderer(colouredPicture(mark, colour));
        return renderer.render(&painter, square);
    }
    const double ratio = painter.device()->devicePixelRatioF();
    const QTransform before = painter.transform();
    const int side = std::max(1, int(std::lround(square.width() * before.m11() * ratio)));
    const QString key = QStringLiteral("%1 %2 %3").arg(mark).arg(side).arg(colour.rgb());
    auto found = m_pictures.constFind(key);
    if (found == m_pictures.constEnd()) {
        if (m_pictures.size() > 500) m_pictures.clear();
        QImage picture = pictureOf(mark, side, colour);
        picture.setDevicePixelRatio(ratio);
        found = m_pictures.insert(key, picture);
    }
    // On whole pixels of the device: there it is as sharp as it was drawn.
    const QPointF corner = before.map(square.topLeft()) * ratio;
    painter.setTransform(QTransform());
    painter.drawImage(QPointF(std::round(corner.x()), std::round(corner.y())) / ratio, *found);
    painter.setTransform(before);
}

}  // namespace app
