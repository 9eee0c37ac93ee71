#include "app/presenting/presentation.h"

#include <QKeyEvent>
#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>

#include "app/presenting/flow_bar.h"
#include "app/theme/widgets.h"

namespace app {

namespace {

constexpr int wordsMargin = 28;

QLabel* wordLabel(int size, int weight, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setFont(interFont(size, weight));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

}  // namespace

Presentation::Presentation(const Version& version, const Theme& theme)
    : m_version(version),
      m_slides(slideShow(*version.project, *version.layout)),
      m_canvas(new CanvasView(this)),
      m_words(new QFrame(this)),
      m_title(wordLabel(24, QFont::DemiBold, m_words)),
      m_text(wordLabel(16, QFont::Normal, m_words)),
      m_number(new QLabel(this)),
      m_black(new QWidget(this)),
      m_flow(new FlowPlayer(*m_canvas, this)),
      m_flight(new CameraFlight(*m_canvas, this)) {
    setWindowTitle(tr("%1 — Presentation").arg(QString::fromStdString(version.project->name)));
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(QStringLiteral("presentation"));
    resize(1280, 720);
    m_canvas->setTheme(theme);
    m_canvas->setEditable(false);
    m_canvas->installEventFilter(this);
    setLook(m_words, "floating");
    auto* words = new QVBoxLayout(m_words);
    words->setContentsMargins(20, 14, 20, 14);
    words->setSpacing(6);
    words->addWidget(m_title);
    words->addWidget(m_text);
    setLook(m_number, "secondary");
    m_number->setAlignment(Qt::AlignRight);
    m_black->setAutoFillBackground(true);
    m_black->setPalette(QPalette(Qt::black, Qt::black));
    m_black->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_black->hide();
    setFocusProxy(m_canvas);
    present(false);
}

Presentation::~Presentation() = default;

bool Presentation::isBlack() const {
    return !m_black->isHidden();
}

QString Presentation::caption() const {
    return m_words->isHidden() ? QString() : m_title->text();
}

void Presentation::show(int slide) {
    if (m_slides.empty()) return;
    const int before = m_current;
    m_current = std::clamp(slide, 0, slideCount() - 1);
    m_typed.clear();
    if (m_current != before)
        present(true);
    else
        showWords();
}

/// Between slides of one diagram the camera flies; another diagram is there at once.
void Presentation::present(bool inMotion) {
    m_flow->stop();
    showWords();
    if (m_slides.empty()) return;
    const ShownSlide& slide = m_slides[std::size_t(m_current)];
    const bool same = slide.place == m_shown;
    if (!same) m_canvas->setDiagram(makeDiagram(slide.place, *m_version.project, *m_version.layout));
    m_shown = slide.place;
    const auto arrive = [this, &slide] {
        if (slide.camera)
            setCamera(*m_canvas, *slide.camera);
        else
            m_canvas->fitAll();
    };
    m_flight->fly(arrive, inMotion && same);
}

void Presentation::showWords() {
    const bool empty = m_slides.empty();
    const ShownSlide slide =
        empty ? ShownSlide{{}, tr("There is nothing to present"), {}, {}} : m_slides[std::size_t(m_current)];
    m_title->setText(slide.title);
    m_title->setVisible(!slide.title.isEmpty());
    m_text->setText(slide.text);
    m_text->setVisible(!slide.text.isEmpty());
    m_words->setVisible(!slide.title.isEmpty() || !slide.text.isEmpty());
    m_number->setText(!m_typed.isEmpty() ? tr("Go to %1 (Enter)").arg(m_typed)
                      : empty            ? QString()
                                         : tr("%1 of %2").arg(m_current + 1).arg(slideCount()));
    arrange();
}

void Presentation::arrange() {
    m_canvas->setGeometry(rect());
    m_black->setGeometry(rect());
    const int width = std::min(this->width() - 2 * wordsMargin, 640);
    m_words->setFixedWidth(width);
    m_words->layout()->activate();
    m_words->setFixedHeight(std::max(40, m_words->layout()->heightForWidth(width)));
    m_words->move(wordsMargin, wordsMargin);
    m_words->raise();
    m_number->setFixedSize(220, 20);
    m_number->move(this->width() - 220 - wordsMargin, height() - 20 - wordsMargin / 2);
    m_number->raise();
    m_black->raise();
}

bool Presentation::startFlow(const model::OperationId& operation) {
    return m_flow->start(*m_version.project, operation);
}

/// What the model's first entry point sets off; again: no more.
void Presentation::stepFlow() {
    if (m_flow->isPlaying()) return m_flow->stop();
    for (const model::OperationId& operation : flowBeginnings(*m_version.project))
        if (startFlow(operation)) return;
}

void Presentation::setBlack(bool black) {
    m_black->setVisible(black);
    m_black->raise();
}

void Presentation::leave() {
    m_flow->stop();
    emit left();
    close();
}

bool Presentation::typed(int digit) {
    if (m_typed.size() < 4) m_typed += QString::number(digit);
    showWords();
    return true;
}

void Presentation::jump() {
    const int slide = std::exchange(m_typed, {}).toInt();
    show(slide - 1);
}

bool Presentation::pressed(const QKeyEvent& event) {
    const int key = event.key();
    if (key >= Qt::Key_0 && key <= Qt::Key_9) return typed(key - Qt::Key_0);
    if (isBlack() && key != Qt::Key_Escape) return setBlack(false), true;
    switch (key) {
        case Qt::Key_Right:
        case Qt::Key_Space:
        case Qt::Key_Period:
        case Qt::Key_PageDown:
            return show(m_current + 1), true;
        case Qt::Key_Left:
        case Qt::Key_Comma:
        case Qt::Key_PageUp:
        case Qt::Key_Backspace:
            return show(m_current - 1), true;
        case Qt::Key_Home:
            return show(0), true;
        case Qt::Key_End:
            return show(slideCount() - 1), true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            return m_typed.isEmpty() ? show(m_current + 1) : jump(), true;
        case Qt::Key_B:
            return setBlack(true), true;
        case Qt::Key_F:
            return stepFlow(), true;
        case Qt::Key_Escape:
            return leave(), true;
        default:
            return false;
    }
}

/// Before the canvas has them. The flow's bar, which was put there first, sees its keys after this.
bool Presentation::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_canvas || event->type() != QEvent::KeyPress) return QWidget::eventFilter(watched, event);
    const auto& key = static_cast<const QKeyEvent&>(*event);
    const bool ofFlow = m_flow->isPlaying() && (key.key() == Qt::Key_Comma || key.key() == Qt::Key_Period ||
                                                key.key() == Qt::Key_Home || key.key() == Qt::Key_End ||
                                                key.key() == Qt::Key_Escape);
    if (ofFlow) return false;
    return pressed(key) || QWidget::eventFilter(watched, event);
}

void Presentation::keyPressEvent(QKeyEvent* event) {
    if (!pressed(*event)) QWidget::keyPressEvent(event);
}

void Presentation::mousePressEvent(QMouseEvent* event) {
    QWidget::mousePressEvent(event);
    if (isBlack()) setBlack(false);
}

void Presentation::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
    if (!m_slides.empty() && !m_slides[std::size_t(m_current)].camera) m_canvas->fitAll();
}

void Presentation::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    arrange();
    present(false);
    m_canvas->setFocus();
}

}  // namespace app
