#include "app/studio/start_page.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "app/document/recent_files.h"
#include "app/file/file.h"
#include "app/theme/icon.h"
#include "app/theme/widgets.h"

namespace app {

namespace {

constexpr int columnWidth = 420;
constexpr std::size_t mostSamples = 8;

/// A button with an icon, a name, and a sentence.
QPushButton* card(const QString& picture, const QString& title, const QString& text, const Theme& theme,
                  QWidget* parent) {
    auto* button = new QPushButton(parent);
    button->setObjectName(QStringLiteral("openCard"));
    button->setCursor(Qt::PointingHandCursor);
    button->setAccessibleName(title);
    button->setAccessibleDescription(text);
    auto* layout = new QHBoxLayout(button);
    layout->setContentsMargins(14, 10, 14, 10);
    layout->setSpacing(12);
    auto* mark = new QLabel(button);
    mark->setPixmap(icon(picture, theme.accent).pixmap(QSize(20, 20), button->devicePixelRatioF()));
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(nameLabel(title, button));
    auto* detail = secondaryLabel(text, button);
    detail->setWordWrap(true);
    if (!text.isEmpty()) words->addWidget(detail);
    layout->addWidget(mark, 0, Qt::AlignTop);
    layout->addLayout(words, 1);
    for (QLabel* label : button->findChildren<QLabel*>())
        label->setAttribute(Qt::WA_TransparentForMouseEvents);
    const int lines = QFontMetrics(interFont(12))
                          .boundingRect(QRect(0, 0, columnWidth - 64, 400), Qt::TextWordWrap, text)
                          .height();
    button->setFixedHeight(text.isEmpty() ? 42 : 42 + lines);
    return button;
}

QString firstSentence(const QString& text) {
    const qsizetype end = text.indexOf(QStringLiteral(". "));
    return end > 0 ? text.left(end + 1) : text;
}

QString shortPath(const QString& path) {
    const QString folder = QFileInfo(path).absolutePath();
    return folder.startsWith(QDir::homePath()) ? "~" + folder.mid(QDir::homePath().size()) : folder;
}

}  // namespace

StartPage::StartPage(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setProperty("look", QStringLiteral("canvas"));
    setAttribute(Qt::WA_StyledBackground);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    build();
}

void StartPage::setTheme(const Theme& theme) {
    m_theme = theme;
    build();
}

void StartPage::refresh() {
    build();
}

QWidget* StartPage::recentColumn() {
    auto* column = new QWidget(this);
    column->setFixedWidth(columnWidth);
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(sectionHead(tr("Start"), column));
    QPushButton* create = card(QStringLiteral("new"), tr("New model"),
                               tr("Start with an empty canvas  ·  Ctrl+N"), m_theme, column);
    QPushButton* open =
        card(QStringLiteral("open"), tr("Open a model…"), tr("A .lintel file  ·  Ctrl+O"), m_theme, column);
    layout->addWidget(create);
    layout->addWidget(open);
    connect(create, &QPushButton::clicked, this, &StartPage::newRequested);
    connect(open, &QPushButton::clicked, this, &StartPage::openRequested);
    layout->addSpacing(12);
    layout->addWidget(sectionHead(tr("Recent"), column));
    const QStringList recent = recentFiles();
    for (const QString& path : recent.mid(0, 6)) {
        const QFileInfo file(path);
        const QString when = QLocale().toString(file.lastModified(), QStringLiteral("d MMM yyyy, HH:mm"));
        QPushButton* button = card(QStringLiteral("file"), file.completeBaseName(),
                                   QStringLiteral("%1  ·  %2").arg(shortPath(path), when), m_theme, column);
        connect(button, &QPushButton::clicked, this, [this, path] { emit fileChosen(path); });
        layout->addWidget(button);
    }
    if (recent.isEmpty()) layout->addWidget(secondaryLabel(tr("Models that you open appear here."), column));
    layout->addStretch();
    return column;
}

QWidget* StartPage::sampleColumn() {
    auto* column = new QWidget(this);
    column->setFixedWidth(columnWidth);
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(sectionHead(tr("Samples"), column));
    std::size_t shown = 0;
    for (const Sample& sample : samples()) {
        if (sample.id.contains('/') || shown++ >= mostSamples) continue;
        QPushButton* button =
            card(QStringLiteral("design"), sample.title, firstSentence(sample.description), m_theme, column);
        connect(button, &QPushButton::clicked, this, [this, id = sample.id] { emit sampleChosen(id); });
        layout->addWidget(button);
    }
    layout->addStretch();
    return column;
}

void StartPage::build() {
    if (m_content) m_content->deleteLater();
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto* page = new QWidget(scroll);
    page->setProperty("look", QStringLiteral("canvas"));
    page->setAttribute(Qt::WA_StyledBackground);
    auto* name = new QLabel(tr("Lintel"), page);
    name->setFont(interFont(32, QFont::Bold));
    auto* tagline = new QLabel(tr("Design, stress and ship a microservice architecture."), page);
    tagline->setFont(interFont(15));
    tagline->setProperty("look", QStringLiteral("secondary"));
    auto* columns = new QHBoxLayout;
    columns->setSpacing(48);
    columns->addStretch();
    columns->addWidget(recentColumn());
    columns->addWidget(sampleColumn());
    columns->addStretch();
    auto* head = new QHBoxLayout;
    auto* words = new QVBoxLayout;
    words->setSpacing(4);
    words->addWidget(name);
    words->addWidget(tagline);
    auto* headBox = new QWidget(page);
    headBox->setFixedWidth(2 * columnWidth + 48);
    headBox->setLayout(words);
    words->setContentsMargins(0, 0, 0, 0);
    head->addStretch();
    head->addWidget(headBox);
    head->addStretch();
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(24, 64, 24, 24);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addSpacing(36);
    layout->addLayout(columns, 1);
    scroll->setWidget(page);
    m_content = scroll;
    this->layout()->addWidget(scroll);
}

}  // namespace app
