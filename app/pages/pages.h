#pragma once

#include <QString>
#include <vector>

namespace app {

/// What is modelled of one component, and what is not: a page in Markdown.
struct Page {
    QString id;     ///< `stations`
    QString title;  ///< Its first line
    QString text;
};

/// The pages that come with the program, in alphabetical order.
std::vector<Page> pages();

}  // namespace app
