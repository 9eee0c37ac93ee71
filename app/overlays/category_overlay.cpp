#include "app/overlays/category_overlay.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <map>

namespace app {
namespace {

QString categoryTr(const char* words, int count = -1) {
    return QCoreApplication::translate("CategoryOverlay", words, nullptr, count);
}

/// Okabe and Ito's colours, which people with any colour vision can tell apart, and a violet.
constexpr std::array<QRgb, categoryColours> categoryRgb{0xff0072b2, 0xffe69f00, 0xff009e73, 0xffcc79a7,
                                                        0xff56b4e9, 0xffd55e00, 0xfff0e442, 0xff7b61c9};

struct Category {
    QString word;
    QStringList nodes;
};

/// The words of all nodes, the most frequent one first.
std::vector<Category> categoriesOf(const std::map<QString, QStringList>& nodes) {
    std::vector<Category> categories;
    for (const auto& [word, keys] : nodes)
        if (!word.isEmpty()) categories.push_back({word, keys});
    std::stable_sort(categories.begin(), categories.end(), [](const Category& left, const Category& right) {
        return left.nodes.size() > right.nodes.size();
    });
    return categories;
}

void colour(OverlayPicture& picture, const Category& category, const QColor& colour) {
    for (const QString& key : category.nodes) {
        picture.layer.tints.insert(key, colour);
        NodeHeat words;
        words.text = words.brief = category.word;
        picture.figures.nodes.insert(key, words);
    }
}

}  // namespace

QColor categoryColour(int number) {
    return QColor::fromRgb(categoryRgb[std::size_t(number) % categoryRgb.size()]);
}

OverlayPicture categoryOverlay(const OverlaySubject& subject,
                               const std::function<QString(const IndexedElement&)>& wordOf,
                               const QString& noneText) {
    std::map<QString, QStringList> nodes;
    for (const DiagramNode& node : subject.diagram.nodes)
        if (const int element = subject.index.indexOf(elementOfKey(node.key)); element >= 0)
            nodes[wordOf(subject.index.at(element))] << node.key;
    OverlayPicture picture;
    const std::vector<Category> categories = categoriesOf(nodes);
    const int single =
        int(categories.size()) <= categoryColours ? int(categories.size()) : categoryColours - 1;
    int others = 0;
    for (int number = 0; number < int(categories.size()); ++number) {
        const Category& category = categories[std::size_t(number)];
        const bool own = number < single;
        colour(picture, category, own ? categoryColour(number) : subject.theme.faint);
        if (own)
            picture.lines.push_back({categoryColour(number), {}, category.word, int(category.nodes.size())});
        else
            others += int(category.nodes.size());
    }
    if (others > 0)
        picture.lines.push_back(
            {subject.theme.faint, {}, categoryTr("%1 others").arg(int(categories.size()) - single), others});
    if (const auto none = nodes.find(QString()); none != nodes.end())
        picture.lines.push_back({{}, {}, noneText, int(none->second.size())});
    return picture;
}

}  // namespace app
