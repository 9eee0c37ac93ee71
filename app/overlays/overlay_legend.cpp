#include "app/overlays/overlay_legend.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLinearGradient>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

#include "app/canvas/node_painter.h"
#include "app/canvas/sign_painter.h"
#include "app/theme/icon.h"
#include "app/theme/widgets.h"

namespace app {
namespace {

constexpr int legendWidth = 232;
constexpr int lineHeight = 22;
constexpr int scaleHeight = 34;

QToolButton* smallButton(const QString& name, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setAccessibleName(name);
    button->setToolTip(name);
    button->setIconSize({16, 16});
    button->setFixedSize(24, 24);
    return button;
}

}  // namespace

/// The colours and signs with their words and counts, and the heat scale.
class OverlayLegend::Lines : public QWidget {
public:
    explicit Lines(QWidget* parent) : QWidget(parent), m_theme(Theme::of(Scheme::Light)) {}

    void setTheme(const Theme& theme) {
        m_theme = theme;
        update();
    }
    void show(const OverlayPicture& picture) {
        m_lines = picture.lines;
        m_scale = picture.scale;
        setFixedHeight(int(m_lines.size()) * lineHeight + (m_scale.isEmpty() ? 0 : scaleHeight));
        setVisible(height() > 0);
        setAccessibleName(words());
        update();
    }
    QString words() const {
        QStringList words;
        for (const LegendLine& line : m_lines)
            words << QStringLiteral("%1 %2").arg(line.text).arg(line.count);
        if (!m_scale.isEmpty()) words << m_scale.join(u' ');
        return words.join(u'\n');
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        int top = 0;
        for (const LegendLine& line : m_lines) {
            paintLine(painter, line, QRect(0, top, width(), lineHeight));
            top += lineHeight;
        }
        if (!m_scale.isEmpty()) paintScale(painter, QRect(0, top, width(), scaleHeight));
    }

private:
    void paintLine(QPainter& painter, const LegendLine& line, const QRect& row) const {
        const QRectF box(row.left() + 0.5, row.center().y() - 6.5, 18, 13);
        if (line.sign) {
            paintSign(painter, *line.sign, box.center(), 7, m_theme);
        } else {
            painter.setPen(QPen(line.colour.isValid() ? line.colour : m_theme.strongLine, 1));
            painter.setBrush(line.colour.isValid() ? withAlpha(line.colour, 0.35) : QColor(Qt::transparent));
            painter.drawRoundedRect(box, 4, 4);
        }
        const QString count = QString::number(line.count);
        painter.setFont(interFont(12));
        painter.setPen(m_theme.secondary);
        painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, count);
        QRect words = row.adjusted(28, 0, -painter.fontMetrics().horizontalAdvance(count) - 8, 0);
        painter.setPen(m_theme.text);
        painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(line.text, Qt::ElideRight, words.width()));
    }

    void paintScale(QPainter& painter, const QRect& row) const {
        QLinearGradient scale(row.left(), 0, row.right(), 0);
        for (const double share : {0.0, 0.40, 0.65, 0.95, 1.0}) scale.setColorAt(share, m_theme.heat(share));
        painter.setPen(Qt::NoPen);
        painter.setBrush(scale);
        painter.drawRoundedRect(QRectF(row.left(), row.top() + 6, row.width(), 8), 4, 4);
        painter.setFont(interFont(11));
        painter.setPen(m_theme.secondary);
        const QRect numbers(row.left(), row.top() + 17, row.width(), 16);
        const int places[] = {Qt::AlignLeft, Qt::AlignHCenter, Qt::AlignRight};
        for (int at = 0; at < 3 && at < m_scale.size(); ++at)
            painter.drawText(numbers, places[at] | Qt::AlignVCenter, m_scale[at]);
    }

    Theme m_theme;
    std::vector<LegendLine> m_lines;
    QStringList m_scale;
};

OverlayLegend::OverlayLegend(QWidget* parent)
    : QFrame(parent),
      m_theme(Theme::of(Scheme::Light)),
      m_title(nameLabel({}, this)),
      m_fold(smallButton(tr("Fold or unfold the legend"), this)),
      m_close(smallButton(tr("Take the overlay away"), this)),
      m_lines(new Lines(this)),
      m_missing(secondaryLabel({}, this)),
      m_origin(secondaryLabel({}, this)) {
    setProperty("look", QStringLiteral("floating"));
    setAttribute(Qt::WA_StyledBackground);
    setFixedWidth(legendWidth);
    m_missing->setWordWrap(true);
    m_origin->setWordWrap(true);
    auto* head = new QHBoxLayout;
    head->setSpacing(2);
    head->addWidget(m_title, 1);
    head->addWidget(m_fold);
    head->addWidget(m_close);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 6, 8, 8);
    column->setSpacing(4);
    column->addLayout(head);
    auto* body = new QVBoxLayout;
    body->setContentsMargins(0, 0, 4, 0);
    body->setSpacing(4);
    for (QWidget* part :
         {static_cast<QWidget*>(m_lines), static_cast<QWidget*>(m_missing), static_cast<QWidget*>(m_origin)})
        body->addWidget(part);
    column->addLayout(body);
    connect(m_fold, &QToolButton::clicked, this, [this] { setFolded(!m_folded); });
    connect(m_close, &QToolButton::clicked, this, &OverlayLegend::closed);
}

void OverlayLegend::setTheme(const Theme& theme) {
    m_theme = theme;
    m_lines->setTheme(theme);
    refreshIcons();
}

void OverlayLegend::refreshIcons() {
    m_fold->setIcon(icon(m_folded ? QStringLiteral("chevron-down") : QStringLiteral("chevron-up"), m_theme));
    m_close->setIcon(icon(QStringLiteral("close"), m_theme));
}

void OverlayLegend::setPicture(const OverlayKind& kind, const OverlayPicture& picture) {
    m_title->setText(kind.title);
    m_title->setToolTip(kind.explanation);
    setAccessibleName(tr("Legend: %1").arg(kind.title));
    m_lines->show(picture);
    m_missing->setText(picture.missing);
    m_origin->setText(picture.origin);
    setFolded(m_folded);
}

void OverlayLegend::setFolded(bool folded) {
    m_folded = folded;
    m_lines->setVisible(!folded && m_lines->height() > 0 && !m_lines->words().isEmpty());
    m_missing->setVisible(!folded && !m_missing->text().isEmpty());
    m_origin->setVisible(!folded && !m_origin->text().isEmpty());
    refreshIcons();
    emit resized();
}

QString OverlayLegend::words() const {
    QStringList words{m_title->text(), m_lines->words(), m_missing->text(), m_origin->text()};
    words.removeAll(QString());
    return words.join(u'\n');
}

}  // namespace app
