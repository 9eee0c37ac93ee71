#pragma once

#include <QString>
#include <memory>
#include <optional>
#include <vector>

#include "app/text/code_editor.h"
#include "model/json/element_text.h"

namespace app {

/// The longest file that is shown as a whole [bytes].
inline constexpr std::size_t longestShownFile = 1u << 20;

/// What the text pane shows of a model: one element, or (an empty key) the whole file.
struct TextSubject {
    QString key;

    bool isFile() const { return key.isEmpty(); }
    bool operator==(const TextSubject&) const = default;
};

/// Its text; nothing when there is no such element, or the file is too long.
std::optional<QString> textOf(const model::Project& project, const TextSubject& subject);

/// What a text says: the model with it, or what is wrong.
struct ReadText {
    std::shared_ptr<const model::Project> project;  ///< Null when the text cannot be taken
    std::vector<LineMark> marks;
    std::vector<model::TextSpan> spans;  ///< Empty when the text is no JSON
};

/// Reads a text in the place of what the model has.
ReadText readText(const model::Project& project, const TextSubject& subject, const QString& text);

/// Marks at the lines of what was found wrong in the model, or against the design rules.
struct PlacedFinding {
    QString key;  ///< Of the element
    model::Severity severity;
    QString message;
};
std::vector<LineMark> marksOf(const std::vector<PlacedFinding>& findings, const model::Project& project,
                              const TextSubject& subject, const std::vector<model::TextSpan>& spans);

/// The lines of an element in the text; nothing where it is not in it.
std::optional<std::pair<int, int>> linesOf(const QString& key, const model::Project& project,
                                           const TextSubject& subject,
                                           const std::vector<model::TextSpan>& spans);
/// The element of the whole file whose text stands on that line: one that stands by itself on diagrams.
QString keyAtLine(int line, const std::vector<model::TextSpan>& spans);

}  // namespace app
