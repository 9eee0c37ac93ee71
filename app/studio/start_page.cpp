#include "app/studio/start_page.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QScrollArea>
#include <QVBoxLayout>
#include <QtConcurrent>
#include <cmath>

#include "app/document/recent_files.h"
#include "app/file/file.h"
#include "app/preferences/key_choices.h"
#include "app/studio/key_groups.h"
#include "app/studio/recovery_sheet.h"
#include "app/studio/start_card.h"
#include "app/studio/thumbnail.h"
#include "app/theme/widgets.h"

namespace app {

namespace {

constexpr int mostRecent = 8;
constexpr std::size_t mostSamples = 8;
constexpr int pageMargin = 8;

QString firstSentence(const QString& text) {
    const qsizetype end = text.indexOf(QStringLiteral(". "));
    return end > 0 ? text.left(end + 1) : text;
}

QString shortPath(const QString& path) {
    const QString folder = QFileInfo(path).absolutePath();
    return folder.startsWith(QDir::homePath()) ? "~" + folder.mid(QDir::homePath().size()) : folder;
}

QString whenChanged(const QFileInfo& file) {
    return QLocale().toString(file.lastModified(), QStringLiteral("d MMM yyyy, HH:mm"));
}

/// Read once: they travel with the program.
const std::vector<Sample>& knownSamples() {
    static const std::vector<Sample> all = samples();
    return all;
}

QVBoxLayout* columnOf(QWidget* parent) {
    auto* layout = new QVBoxLayout(parent);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    return layout;
}

}  // namespace

StartPage::StartPage(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setProperty("look", QStringLiteral("canvas"));
    setAttribute(Qt::WA_StyledBackground);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Start page"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    build();
    connect(&keyChoices(), &KeyChoices::changed, this, &StartPage::refresh);
}

void StartPage::setTheme(const Theme& theme) {
    m_theme = theme;
    build();
}

void StartPage::refresh() {
    build();
}

void StartPage::setRecovered(const std::vector<Leftover>& leftovers) {
    const bool differs = leftovers.size() != m_leftovers.size();
    m_leftovers = leftovers;
    if (differs || !leftovers.empty()) build();
}

StartPage::Measures StartPage::measures() const {
    return width() >= 1240 ? Measures{280, 40, 804, 4} : Measures{220, 28, 530, 3};
}

void StartPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (measures().tiles != m_tiles) build();
}

void StartPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    paintPictures();
}

void StartPage::addCommand(QBoxLayout* column, const char* icon, const QString& title, const QString& text,
                           const char* command) {
    const QString keys = keyText(QLatin1String(command));
    const QString words = keys.isEmpty() ? text : text + QStringLiteral("  ·  ") + keys;
    auto* made =
        StartCard::row(QLatin1String(icon), {title, words}, measures().side, m_theme, column->parentWidget());
    connect(made, &StartCard::clicked, this, [this, command] { emit commandChosen(QLatin1String(command)); });
    column->addWidget(made);
}

QWidget* StartPage::sideColumn(QWidget* parent) {
    auto* column = new QWidget(parent);
    column->setFixedWidth(measures().side);
    QVBoxLayout* layout = columnOf(column);
    layout->addWidget(sectionHead(tr("Start"), column));
    addCommand(layout, "new", tr("New model"), tr("An empty canvas"), "file.new");
    addCommand(layout, "open", tr("Open a model…"), tr("A .lintel file"), "file.open");
    if (!m_leftovers.empty()) {
        layout->addSpacing(12);
        layout->addWidget(sectionHead(tr("Not saved"), column));
        const JournalContent& newest = m_leftovers.front().content;
        const QString more = m_leftovers.size() == 1
                                 ? leftoverName(newest)
                                 : tr("%1 and %2 more").arg(leftoverName(newest)).arg(m_leftovers.size() - 1);
        addCommand(layout, "history", tr("Recover work"), more, "file.recover");
    }
    layout->addSpacing(12);
    layout->addWidget(sectionHead(tr("Learn"), column));
    addCommand(layout, "map", tr("Take the tour"), tr("Five minutes, on a sample"), "help.tour");
    addCommand(layout, "help", tr("Guide"), tr("All of the studio, to read"), "help.guide");
    addCommand(layout, "command", tr("Keys and gestures"), tr("To look up and to change"), "help.shortcuts");
    layout->addStretch();
    return column;
}

StartCard* StartPage::recentTile(const QString& path, QWidget* parent) {
    const QFileInfo file(path);
    const bool isThere = file.isFile();
    const QString text = isThere ? whenChanged(file) : shortPath(path);
    auto* tile = StartCard::tile({file.completeBaseName(), text, path}, measures().tile(), m_theme, parent);
    if (isThere)
        m_unpainted.emplace_back(path, tile);
    else
        tile->setGone(tr("The file is gone"));
    tile->setProperty("path", path);
    tile->setContextMenuPolicy(Qt::CustomContextMenu);
    const auto menu = [this, path, tile](const QPoint& at) { showMenu(path, tile->mapToGlobal(at)); };
    connect(tile, &StartCard::customContextMenuRequested, this, menu);
    connect(tile, &StartCard::clicked, this, [this, path, isThere, menu, tile] {
        if (isThere)
            emit fileChosen(path);
        else
            menu(tile->rect().center());
    });
    return tile;
}

QWidget* StartPage::recentTiles(QWidget* parent) {
    auto* area = new QWidget(parent);
    auto* grid = new QGridLayout(area);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(12);
    const int columns = measures().tiles;
    int index = 0;
    for (const QString& path : rememberedFiles().mid(0, mostRecent)) {
        grid->addWidget(recentTile(path, area), index / columns, index % columns);
        ++index;
    }
    grid->setColumnStretch(columns, 1);
    return area;
}

QWidget* StartPage::sampleRows(QWidget* parent) {
    auto* area = new QWidget(parent);
    auto* grid = new QGridLayout(area);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(8);
    const int width = (measures().wide - 8) / 2;
    int shown = 0;
    for (const Sample& sample : knownSamples()) {
        if (sample.id.contains('/') || std::size_t(shown) >= mostSamples) continue;
        auto* card = StartCard::row(QStringLiteral("design"),
                                    {sample.title, firstSentence(sample.description), sample.description},
                                    width, m_theme, area);
        connect(card, &StartCard::clicked, this, [this, id = sample.id] { emit sampleChosen(id); });
        grid->addWidget(card, shown / 2, shown % 2, Qt::AlignTop);
        ++shown;
    }
    return area;
}

QWidget* StartPage::wideColumn(QWidget* parent) {
    auto* column = new QWidget(parent);
    column->setFixedWidth(measures().wide);
    QVBoxLayout* layout = columnOf(column);
    layout->addWidget(sectionHead(tr("Recent"), column));
    if (rememberedFiles().isEmpty())
        layout->addWidget(secondaryLabel(
            tr("Models that you open appear here. A file can also be dropped anywhere on the window."),
            column));
    else
        layout->addWidget(recentTiles(column));
    layout->addSpacing(16);
    layout->addWidget(sectionHead(tr("Samples"), column));
    layout->addWidget(sampleRows(column));
    layout->addStretch();
    return column;
}

QWidget* StartPage::head(QWidget* parent) {
    auto* box = new QWidget(parent);
    box->setFixedWidth(measures().side + measures().gap + measures().wide);
    auto* words = columnOf(box);
    words->setSpacing(4);
    auto* name = new QLabel(tr("Lintel"), box);
    name->setFont(interFont(32, QFont::Bold));
    auto* tagline = new QLabel(tr("Design, stress and ship a microservice architecture."), box);
    tagline->setFont(interFont(15));
    tagline->setProperty("look", QStringLiteral("secondary"));
    words->addWidget(name);
    words->addWidget(tagline);
    return box;
}

void StartPage::build() {
    m_tiles = measures().tiles;
    m_unpainted.clear();
    if (m_content) {
        m_content->hide();
        m_content->deleteLater();
    }
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* page = new QWidget(scroll);
    page->setProperty("look", QStringLiteral("canvas"));
    page->setAttribute(Qt::WA_StyledBackground);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(0);
    columns->addStretch();
    columns->addWidget(sideColumn(page));
    columns->addSpacing(measures().gap);
    columns->addWidget(wideColumn(page));
    columns->addStretch();
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(pageMargin, 48, pageMargin, 24);
    layout->setSpacing(0);
    layout->addWidget(head(page), 0, Qt::AlignHCenter);
    layout->addSpacing(32);
    layout->addLayout(columns, 1);
    scroll->setWidget(page);
    m_content = scroll;
    scroll->installEventFilter(this);
    this->layout()->addWidget(scroll);
    if (isVisible()) paintPictures();
}

/// In the background; a tile that is gone by then is left alone.
void StartPage::paintPictures() {
    const QSize size = StartCard::pictureSize(measures().tile(), devicePixelRatioF());
    for (const auto& [path, tile] : m_unpainted)
        QtConcurrent::run([path, size, theme = m_theme, folder = thumbnailFolder()] {
            return thumbnailOf(path, theme, size, folder);
        }).then(this, [tile](const QImage& image) {
            if (!tile) return;
            if (image.isNull())
                tile->setGone(tr("No picture: it cannot be read"));
            else
                tile->setPicture(image);
        });
    m_unpainted.clear();
}

void StartPage::forget(const QString& path) {
    forgetFile(path);
    refresh();
    setFocus();
}

void StartPage::showMenu(const QString& path, const QPoint& at) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (QFileInfo(path).isFile()) {
        menu->addAction(tr("Open"), this, [this, path] { emit fileChosen(path); });
        menu->addAction(tr("Open in a new window"), this, [this, path] { emit windowChosen(path); });
    } else {
        menu->addAction(tr("%1 is not there any more").arg(QFileInfo(path).fileName()))->setEnabled(false);
    }
    menu->addSeparator();
    menu->addAction(tr("Remove from the list"), this, [this, path] { forget(path); });
    menu->popup(at);
}

/// To the nearest card in the direction of that arrow.
bool StartPage::step(int key) {
    const QWidget* from = focusWidget();
    const auto placeOf = [this](const QWidget* card) {
        return QRectF(card->mapTo(this, QPoint()), card->size()).center();
    };
    QWidget* nearest = nullptr;
    qreal least = 0;
    for (StartCard* card : m_content->findChildren<StartCard*>()) {
        if (!qobject_cast<const StartCard*>(from)) {
            nearest = card;
            break;
        }
        const QPointF way = placeOf(card) - placeOf(from);
        const qreal along = key == Qt::Key_Left    ? -way.x()
                            : key == Qt::Key_Right ? way.x()
                            : key == Qt::Key_Up    ? -way.y()
                                                   : way.y();
        const bool isVertical = key == Qt::Key_Up || key == Qt::Key_Down;
        const qreal aside = std::abs(isVertical ? way.x() : way.y());
        if (along < 8 || aside > 2 * along) continue;
        const qreal distance = along + 2 * aside;
        if (nearest && distance >= least) continue;
        nearest = card;
        least = distance;
    }
    if (nearest) nearest->setFocus(Qt::TabFocusReason);
    if (nearest) static_cast<QScrollArea*>(m_content)->ensureWidgetVisible(nearest, 0, 24);
    return nearest != nullptr;
}

/// Arrows go from card to card before they scroll.
bool StartPage::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_content || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    event->accept();
    keyPressEvent(static_cast<QKeyEvent*>(event));
    return event->isAccepted();
}

void StartPage::keyPressEvent(QKeyEvent* event) {
    const int key = event->key();
    const bool isArrow =
        key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Up || key == Qt::Key_Down;
    const QWidget* focus = focusWidget();
    const QString path = focus ? focus->property("path").toString() : QString();
    if (isArrow && step(key)) return;
    if (key == Qt::Key_Delete && !path.isEmpty()) return forget(path);
    QWidget::keyPressEvent(event);
}

}  // namespace app
