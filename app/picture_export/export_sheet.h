#pragma once

#include <QPointer>
#include <QTimer>

#include "app/picture_export/picture_form.h"
#include "app/studio/sheet.h"
#include "app/studio/studio_context.h"

class QLabel;
class QLineEdit;
class QMimeData;
class QPrinter;
class QPushButton;

namespace app {

class InlineMessage;

/// Makes pictures of what is seen, selected, or of all: with a preview, to a file, the clipboard or paper.
class ExportSheet : public Sheet {
    Q_OBJECT

public:
    explicit ExportSheet(StudioContext& studio, QWidget* window);

    PictureForm& form() { return *m_form; }
    QLineEdit& path() { return *m_path; }
    QString message() const;
    /// What the choices come to.
    std::vector<PictureSubject> subjects() const;

    /// Writes the files; closes when that went well, else says why not.
    void write();
    void copy();
    void print();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void build();
    QWidget* buildPreview();
    QWidget* buildPath();
    void browse();
    void refresh();
    void refreshPath();
    void showPreview();
    void say(const model::Error& error);
    PictureSubject current() const;

    StudioContext& m_studio;
    PictureForm* m_form;
    QLineEdit* m_path = nullptr;
    QLabel* m_picture = nullptr;
    QLabel* m_size = nullptr;
    InlineMessage* m_message = nullptr;
    QTimer m_soon;
    bool m_ownPath = false;  ///< The user has chosen the file
};

/// The picture and, beside it, the same as SVG: what programs take from the clipboard.
QMimeData* pictureMime(const PictureSubject& subject, const PictureChoice& choice);

}  // namespace app
