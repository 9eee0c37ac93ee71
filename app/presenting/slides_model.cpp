#include "app/presenting/slides_model.h"

#include "app/diagram/diagram_kind.h"

namespace app {

SlidesModel::SlidesModel(Document& document, QObject* parent)
    : QAbstractListModel(parent), m_document(document), m_slides(document.layout().slides) {
    connect(&document, &Document::changed, this, &SlidesModel::follow);
    connect(&document, &Document::opened, this, &SlidesModel::follow);
}

void SlidesModel::follow() {
    const std::vector<model::Slide>& now = m_document.layout().slides;
    if (now == m_slides) return;
    if (now.size() == m_slides.size()) {
        m_slides = now;
        emit dataChanged(index(0), index(int(m_slides.size()) - 1));
        return;
    }
    beginResetModel();
    m_slides = now;
    endResetModel();
}

int SlidesModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_slides.size());
}

QVariant SlidesModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const model::Slide& slide = m_slides[std::size_t(index.row())];
    const model::View* view = m_document.layout().views.find(slide.view);
    const QString title = QString::fromStdString(slide.title.empty() && view ? view->name : slide.title);
    switch (role) {
        case Qt::DisplayRole:
            return QStringLiteral("%1.  %2")
                .arg(index.row() + 1)
                .arg(title.isEmpty() ? tr("Untitled") : title);
        case Qt::ToolTipRole:
        case PlaceRole:
            return view ? diagramTitle(
                              {QString::fromStdString(view->kind), QString::fromStdString(view->root)},
                              m_document.project())
                        : tr("Its view is gone; it is not shown");
        case TextRole:
            return QString::fromStdString(slide.text);
        default:
            return {};
    }
}

}  // namespace app
