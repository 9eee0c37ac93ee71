#pragma once

#include <QTextBrowser>
#include <QWidget>

class QLabel;
class QLineEdit;
class QListWidget;

namespace app {

/// Shows a page of the guide, with the keys and the colours of now.
class GuideReader : public QTextBrowser {
    Q_OBJECT

public:
    explicit GuideReader(QWidget* parent);
    void showPage(const QString& id);
    /// The id of what is shown.
    QString page() const;

protected:
    void doSetSource(const QUrl& name, QTextDocument::ResourceType type) override;
    QVariant loadResource(int type, const QUrl& name) override;
};

/// The user's guide in a window of its own: contents and search beside the page.
class GuideWindow : public QWidget {
    Q_OBJECT

public:
    explicit GuideWindow(QWidget* studio);

    void showPage(const QString& id);
    GuideReader& reader() { return *m_reader; }
    QLineEdit* field() const { return m_field; }
    QListWidget* contents() const { return m_contents; }

private:
    void seek(const QString& words);
    void followPage();
    void fill(const QString& words);

    QLineEdit* m_field;
    QListWidget* m_contents;
    QLabel* m_nothing;
    GuideReader* m_reader;
};

/// Opens the guide of that window, or brings it to the front.
GuideWindow& showGuide(QWidget& studio, const QString& page);

}  // namespace app
